// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.mbeans.CheckpointAgentMXBean;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.StandardMBean;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Test that the page for operators has a row for every attribute, operation and notification of the
 * MBeans.
 */
class OperationsDocTest {

    private static final Path PAGE = Path.of("..", "docs", "operations.md");

    @ParameterizedTest
    @ValueSource(classes = {CheckpointCoordinatorMXBean.class, CheckpointAgentMXBean.class})
    void hasARowForEveryAttribute(Class<?> bean) throws Exception {
        // given
        String page = Files.readString(PAGE);

        // then
        assertThat(info(bean).getAttributes())
                .extracting(MBeanAttributeInfo::getName)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(page).contains("\n| `" + name + "` |"));
    }

    @ParameterizedTest
    @ValueSource(classes = {CheckpointCoordinatorMXBean.class, CheckpointAgentMXBean.class})
    void hasARowForEveryOperationWithItsParameters(Class<?> bean) throws Exception {
        // given
        String page = Files.readString(PAGE);

        // then
        assertThat(info(bean).getOperations())
                .extracting(MBeanOperationInfo::getName)
                .isNotEmpty()
                .allSatisfy(
                        name ->
                                assertThat(page)
                                        .contains("\n| `" + name + parameters(bean, name) + "` |"));
    }

    @Test
    void namesTheLimits() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains(
                        CheckpointCoordinatorMXBean.MIN_DURATION
                                + " … "
                                + CheckpointCoordinatorMXBean.MAX_DURATION,
                        Long.toString(CheckpointCoordinatorMXBean.MAX_MIN_PAUSE),
                        "0 … " + CheckpointCoordinatorMXBean.MAX_WAIT);
    }

    private static <T> MBeanInfo info(Class<T> bean) throws Exception {
        Object nobody =
                Proxy.newProxyInstance(
                        bean.getClassLoader(),
                        new Class<?>[] {bean},
                        (self, method, given) -> null);
        return new StandardMBean(bean.cast(nobody), bean, true).getMBeanInfo();
    }

    private static String parameters(Class<?> bean, String operation) {
        Method method =
                Arrays.stream(bean.getMethods())
                        .filter(candidate -> candidate.getName().equals(operation))
                        .findFirst()
                        .orElseThrow();
        return Arrays.stream(method.getParameters())
                .map(Parameter::getName)
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
