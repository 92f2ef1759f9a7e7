// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import io.github.ckptctl.mbeans.CheckpointAgentMXBean;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.RequiredRole;
import io.github.ckptctl.mbeans.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ObjectName;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static io.github.ckptctl.agent.http.server.EndpointFixture.BEAN;
import static io.github.ckptctl.agent.http.server.EndpointFixture.exec;
import static io.github.ckptctl.agent.http.server.EndpointFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

/** Test of every operation and every writable attribute, for every role. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JolokiaHttpHandlerRolesTest {

    private static final String AGENT = "flink.checkpointing:type=CheckpointAgent";

    private final AtomicInteger detached = new AtomicInteger();

    private EndpointFixture fixture;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Path users = TestingUsers.file(directory);
        fixture = new EndpointFixture(directory, options -> options.withUsersFile(users));
        fixture.server.registerMBean(agent(), new ObjectName(AGENT));
    }

    @AfterAll
    void stop() throws Exception {
        fixture.close();
    }

    @BeforeEach
    void forget() {
        fixture.coordinator.forget();
        detached.set(0);
    }

    @Test
    void knowsTheRolesOfTheContract() {
        assertThat(operations().map(operation -> operation.get()[0] + " " + operation.get()[3]))
                .contains(BEAN + " OPERATOR", BEAN + " ADMIN", AGENT + " ADMIN");
        assertThat(required("stopWithCheckpoint")).isEqualTo(Role.ADMIN);
        assertThat(required("stopWithSavepoint")).isEqualTo(Role.ADMIN);
        assertThat(required("detach")).isEqualTo(Role.ADMIN);
        assertThat(required("suspend")).isEqualTo(Role.OPERATOR);
    }

    @ParameterizedTest(name = "{1} as {4}, which needs {3}")
    @MethodSource("operations")
    void callsOnlyWhatTheRoleMay(
            String bean, String operation, String arguments, Role needed, Role role)
            throws Exception {
        // when
        HttpResponse<String> response =
                fixture.postAs(TestingUsers.login(role), exec(bean, operation, arguments));

        // then
        if (role.compareTo(needed) < 0) {
            assertThat(detached).hasValue(0);
            fixture.assertRejected(response, 403);
        } else {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(fixture.coordinator.changes().size() + detached.get()).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("attributes")
    void writesOnlyWhatTheRoleMay(String attribute, String value, Role role) throws Exception {
        // when
        HttpResponse<String> response =
                fixture.postAs(TestingUsers.login(role), write(BEAN, attribute, value));

        // then
        if (role == Role.VIEWER) {
            fixture.assertRejected(response, 403);
        } else {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(fixture.coordinator.changes()).hasSize(1);
        }
    }

    @Test
    void runsNothingOfABulkThatGoesBeyondTheRole() throws Exception {
        // when
        HttpResponse<String> response =
                fixture.postAs(
                        TestingUsers.login(Role.OPERATOR),
                        "["
                                + write(BEAN, "Timeout", "777")
                                + ","
                                + exec(BEAN, "stopWithCheckpoint", "[false,1000]")
                                + "]");

        // then
        fixture.assertRejected(response, 403);
    }

    /** Returns each operation by its name and by its name with signature, for each role. */
    Stream<Arguments> operations() {
        return Stream.of(BEAN, AGENT)
                .flatMap(
                        bean ->
                                Arrays.stream(info(bean).getOperations())
                                        .flatMap(operation -> spelled(bean, operation)));
    }

    Stream<Arguments> attributes() {
        return Arrays.stream(info(BEAN).getAttributes())
                .filter(MBeanAttributeInfo::isWritable)
                .flatMap(
                        attribute ->
                                Arrays.stream(Role.values())
                                        .map(
                                                role ->
                                                        Arguments.of(
                                                                attribute.getName(),
                                                                value(attribute.getType()),
                                                                role)));
    }

    private static Stream<Arguments> spelled(String bean, MBeanOperationInfo operation) {
        String name = operation.getName();
        String signature =
                Arrays.stream(operation.getSignature())
                        .map(MBeanParameterInfo::getType)
                        .collect(Collectors.joining(",", name + "(", ")"));
        String arguments =
                Arrays.stream(operation.getSignature())
                        .map(JolokiaHttpHandlerRolesTest::argument)
                        .collect(Collectors.joining(",", "[", "]"));
        return Stream.of(name, signature)
                .flatMap(
                        spelling ->
                                Arrays.stream(Role.values())
                                        .map(
                                                role ->
                                                        Arguments.of(
                                                                bean,
                                                                spelling,
                                                                arguments,
                                                                required(name),
                                                                role)));
    }

    private static String argument(MBeanParameterInfo parameter) {
        String original = String.valueOf(parameter.getDescriptor().getFieldValue("originalType"));
        try {
            Class<?> type = Class.forName(original);
            if (type.isEnum()) {
                return "\"" + type.getEnumConstants()[0] + "\"";
            }
        } catch (ClassNotFoundException e) {
            // a primitive or a generic type
        }
        return value(parameter.getType());
    }

    private static String value(String type) {
        switch (type) {
            case "boolean":
                return "true";
            case "java.lang.String":
                return "\"text\"";
            case "javax.management.openmbean.TabularData":
                return "{}";
            default:
                return "1000";
        }
    }

    private static Role required(String operation) {
        for (Class<?> type :
                List.of(CheckpointCoordinatorMXBean.class, CheckpointAgentMXBean.class)) {
            for (Method method : type.getMethods()) {
                if (method.getName().equals(operation)) {
                    RequiredRole role = method.getAnnotation(RequiredRole.class);
                    return role == null ? Role.ADMIN : role.value();
                }
            }
        }
        throw new IllegalArgumentException(operation);
    }

    private MBeanInfo info(String bean) {
        try {
            return fixture.server.getMBeanInfo(new ObjectName(bean));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private CheckpointAgentMXBean agent() {
        return (CheckpointAgentMXBean)
                Proxy.newProxyInstance(
                        CheckpointAgentMXBean.class.getClassLoader(),
                        new Class<?>[] {CheckpointAgentMXBean.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("detach")) {
                                detached.incrementAndGet();
                            }
                            return null;
                        });
    }
}
