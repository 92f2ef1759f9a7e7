// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import io.github.ckptctl.agent.http.request.Audit;
import io.github.ckptctl.agent.json.JsonText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.management.ObjectName;

import java.nio.file.Path;

import static io.github.ckptctl.agent.http.server.EndpointFixture.BEAN;
import static io.github.ckptctl.agent.http.server.EndpointFixture.JOB_ID;
import static io.github.ckptctl.agent.http.server.EndpointFixture.exec;
import static io.github.ckptctl.agent.http.server.EndpointFixture.read;
import static io.github.ckptctl.agent.http.server.EndpointFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

class AuditTest {

    @TempDir Path directory;

    private EndpointFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new EndpointFixture(directory);
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @Test
    void hasALineForAWriteWithOldAndNewValue() throws Exception {
        // given
        fixture.coordinator.put("Timeout", 600_000L);

        // when
        fixture.post(write(BEAN, "Timeout", "777"));

        // then
        assertThat(fixture.audit.lines())
                .singleElement()
                .asString()
                .matches(
                        "info change: principal=token role=ADMIN login=token remote=127\\.0\\.0\\.1 bean="
                                + BEAN
                                + " job="
                                + JOB_ID
                                + " write=Timeout arguments=\"777\" old=\"600000\""
                                + " outcome=\"done\" millis=[0-9]+");
    }

    @Test
    void hasOneLineForABeanOfAnyName() throws Exception {
        // given
        String bean =
                "flink.checkpointing:type=CheckpointCoordinator,job_name="
                        + ObjectName.quote("a\u001b[2J\u202e")
                        + ",job_id="
                        + ObjectName.quote("b\u0085");
        fixture.server.registerMBean(fixture.coordinator.bean(), new ObjectName(bean));

        // when
        String json = JsonText.of(bean);
        fixture.post(write(json.substring(1, json.length() - 1), "Timeout", "777"));

        // then
        assertThat(fixture.audit.lines())
                .singleElement()
                .asString()
                .startsWith("info change: ")
                .contains("\\u001b[2J\\u202e", "\\u0085", "write=Timeout")
                .matches(line -> line.codePoints().noneMatch(Character::isISOControl));
    }

    @Test
    void hasALineForACallThatTheBeanRejected() throws Exception {
        // given
        fixture.coordinator.failWith(new IllegalStateException("job\nhas left"));

        // when
        fixture.post(exec(BEAN, "updateSettings", "[{\"Timeout\":1},\"a\\nb\",0,-1]"));

        // then
        assertThat(fixture.audit.lines())
                .singleElement()
                .asString()
                .contains(
                        "exec=updateSettings",
                        "outcome=\"409 java.lang.IllegalStateException : job\\u000ahas left\"")
                .doesNotContain("\n");
    }

    @Test
    void cutsLongArguments() throws Exception {
        // when
        fixture.post(exec(BEAN, "updateSettings", "[{},\"" + "x".repeat(5000) + "\",0,-1]"));

        // then
        assertThat(fixture.audit.lines())
                .singleElement()
                .asString()
                .contains("xxx…\"")
                .hasSizeLessThan(700);
    }

    @Test
    void hasALineForARejectionAndNeverACredential() throws Exception {
        // when
        fixture.send(fixture.request("/jolokia/").setHeader("Authorization", "Bearer guess"));
        fixture.post(exec(BEAN, "noSuchThing", "[\"\\u001b\"]"));

        // then
        assertThat(fixture.audit.lines()).hasSize(2);
        assertThat(fixture.audit.lines().get(0))
                .startsWith("warn refused: principal=- role=- login=- remote=127.0.0.1 method=GET")
                .contains("status=401");
        assertThat(fixture.audit.lines().get(1))
                .startsWith("warn refused: principal=token role=ADMIN")
                .contains("noSuchThing", "status=404");
        assertThat(String.join("\n", fixture.audit.lines()))
                .doesNotContain("guess", fixture.token, "\u001b");
    }

    @Test
    void hasNoLineForAReader() throws Exception {
        // when
        fixture.post(read(BEAN, "Timeout"));

        // then
        assertThat(fixture.audit.lines()).isEmpty();
    }

    @Test
    void leavesOutRejectionsThatComeTooFast() throws Exception {
        // when
        for (int i = 0; i < Audit.REFUSALS_PER_SECOND + 5; i++) {
            fixture.get("/nowhere");
        }

        // then
        assertThat(fixture.audit.lines()).hasSize(Audit.REFUSALS_PER_SECOND);
    }
}
