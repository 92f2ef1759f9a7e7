// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import io.github.ckptctl.agent.http.RequestRejectedException;
import io.github.ckptctl.agent.http.auth.Principal;
import io.github.ckptctl.agent.http.server.EndpointFixture;
import io.github.ckptctl.agent.http.server.TestingCoordinator;
import io.github.ckptctl.agent.json.StrictJsonParser;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.Role;
import org.jolokia.json.JSONObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RequestCheckTest {

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private RequestCheck check;

    @BeforeEach
    void prepare() throws Exception {
        server.registerMBean(new TestingCoordinator().bean(), new ObjectName(EndpointFixture.BEAN));
        PermittedBeans beans = new PermittedBeans(server, List.of());
        OperationRoles roles = OperationRoles.of(List.of(CheckpointCoordinatorMXBean.class));
        check = new RequestCheck(beans, new ChangeCheck(server, beans, roles, false));
    }

    @Test
    void letsAViewerReadAndNothingElse() throws Exception {
        // given
        Principal viewer = Principal.of("eve", Role.VIEWER, "token");
        RawRequest read = raw(EndpointFixture.read(EndpointFixture.BEAN, "Timeout"));
        RawRequest write = raw(EndpointFixture.write(EndpointFixture.BEAN, "Timeout", "777"));
        RawRequest exec = raw(EndpointFixture.exec(EndpointFixture.BEAN, "resetSettings", "[]"));

        // then
        assertThat(check.check(read, viewer).bean()).isNull();
        assertThat(refusal(write, viewer).status()).isEqualTo(403);
        assertThat(refusal(exec, viewer))
                .hasMessageContaining("calling resetSettings needs the role OPERATOR");
    }

    @Test
    void letsAnOperatorChange() throws Exception {
        // given
        Principal operator = Principal.of("ops", Role.OPERATOR, "token");
        RawRequest write = raw(EndpointFixture.write(EndpointFixture.SHORT, "Timeout", "777"));

        // when
        CheckedRequest checked = check.check(write, operator);

        // then
        assertThat(checked.bean()).isEqualTo(new ObjectName(EndpointFixture.BEAN));
        assertThat(checked.json()).containsEntry("value", 777L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unheardOf", "getTimeout", "hashCode"})
    void needsAnAdminForWhatIsNotAnnotated(String operation) throws Exception {
        // given
        RawRequest exec = raw(EndpointFixture.exec(EndpointFixture.BEAN, operation, "[]"));

        // then
        assertThat(refusal(exec, Principal.of("ops", Role.OPERATOR, "token")).status())
                .isEqualTo(403);
        assertThat(refusal(exec, Principal.of("root", Role.ADMIN, "token")).status())
                .isEqualTo(404);
    }

    private RequestRejectedException refusal(RawRequest request, Principal principal) {
        return catchThrowableOfType(
                RequestRejectedException.class, () -> check.check(request, principal));
    }

    private static RawRequest raw(String text) throws RequestRejectedException {
        return RawRequest.of(StrictJsonParser.parse(text), new JSONObject());
    }
}
