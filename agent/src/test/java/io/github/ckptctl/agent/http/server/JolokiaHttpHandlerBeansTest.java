// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import io.github.ckptctl.mbeans.CheckpointObjectNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.management.ObjectName;

import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

import static io.github.ckptctl.agent.http.server.EndpointFixture.BEAN;
import static io.github.ckptctl.agent.http.server.EndpointFixture.SHORT;
import static io.github.ckptctl.agent.http.server.EndpointFixture.exec;
import static io.github.ckptctl.agent.http.server.EndpointFixture.json;
import static io.github.ckptctl.agent.http.server.EndpointFixture.read;
import static io.github.ckptctl.agent.http.server.EndpointFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

class JolokiaHttpHandlerBeansTest {

    private static final String OTHER_ID = "ffffffffffffffffffffffffffffffff";
    private static final String OTHER_JOB =
            "flink.checkpointing:type=CheckpointCoordinator,job_id=" + OTHER_ID;

    @TempDir Path directory;

    private EndpointFixture fixture;

    @BeforeEach
    void start() throws Exception {
        ObjectName memory = new ObjectName("java.lang:type=Memory");
        fixture = new EndpointFixture(directory, options -> options.withReadable(List.of(memory)));
        fixture.server.registerMBean(ManagementFactory.getMemoryMXBean(), memory);
        fixture.server.registerMBean(
                ManagementFactory.getThreadMXBean(), new ObjectName("java.lang:type=Threading"));
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {BEAN_TEXT, SHORT_TEXT})
    void readsWritesAndCallsByFullAndShortName(String bean) throws Exception {
        // when
        HttpResponse<String> written = fixture.post(write(bean, "Timeout", "777"));
        HttpResponse<String> read = fixture.post(read(bean, "Timeout"));
        HttpResponse<String> called = fixture.post(exec(bean, "resetSettings", "[]"));
        HttpResponse<String> got = fixture.get("/jolokia/read/" + bean + "/Timeout");

        // then
        assertThat(json(written)).containsEntry("value", 0L).containsEntry("status", 200L);
        assertThat(json(read)).containsEntry("value", 777L);
        assertThat(json(called)).containsEntry("value", 0L);
        assertThat(json(got)).containsEntry("value", 777L);
        assertThat(fixture.coordinator.changes())
                .containsExactly("setTimeout[777]", "resetSettings[]");
    }

    @Test
    void knowsJobsByTheirShortNamesAsTheyComeAndGo() throws Exception {
        // given
        ObjectName other = CheckpointObjectNames.coordinator("other", OTHER_ID);
        assertThat(fixture.post(read(OTHER_JOB, "Timeout")).statusCode()).isEqualTo(404);

        // when, then
        fixture.server.registerMBean(fixture.coordinator.bean(), other);
        assertThat(fixture.post(write(OTHER_JOB, "Timeout", "5")).statusCode()).isEqualTo(200);
        fixture.server.unregisterMBean(other);
        assertThat(fixture.post(read(OTHER_JOB, "Timeout")).statusCode()).isEqualTo(404);
        fixture.server.registerMBean(
                fixture.coordinator.bean(),
                CheckpointObjectNames.coordinator("another name", OTHER_ID));
        assertThat(json(fixture.post(read(OTHER_JOB, "Timeout")))).containsEntry("value", 5L);
        assertThat(fixture.post(read(SHORT, "Timeout")).statusCode()).isEqualTo(200);
    }

    @Test
    void reachesNoJobByAShortNameThatTwoBeansClaim() throws Exception {
        // given
        for (String name : List.of("one", "two")) {
            fixture.server.registerMBean(
                    fixture.coordinator.bean(), CheckpointObjectNames.coordinator(name, OTHER_ID));
        }

        // when, then
        assertThat(fixture.post(read(OTHER_JOB, "Timeout")).statusCode()).isEqualTo(404);
        fixture.assertRejected(fixture.post(write(OTHER_JOB, "Timeout", "5")), 404);
    }

    static final String BEAN_TEXT =
            "flink.checkpointing:type=CheckpointCoordinator,job_name=my_job,"
                    + "job_id=00112233445566778899aabbccddeeff";
    static final String SHORT_TEXT =
            "flink.checkpointing:type=CheckpointCoordinator,"
                    + "job_id=00112233445566778899aabbccddeeff";

    @Test
    void readsAllAttributesOfAPatternInOurDomain() throws Exception {
        // when
        HttpResponse<String> response =
                fixture.post(
                        "{\"type\":\"read\",\"mbean\":\"flink.checkpointing:*\","
                                + "\"attribute\":[\"Timeout\",\"Interval\"]}");

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"Timeout\":0", "\"Interval\":0", "job_name=my_job");
    }

    @Test
    void readsAllAttributesAtOnce() throws Exception {
        // when
        HttpResponse<String> response =
                fixture.post("{\"type\":\"read\",\"mbean\":\"" + SHORT + "\"}");

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"Timeout\":0", "\"PendingDeadlineRatio\":0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flink.checkpointing:*",
                "flink.checkpointing:type=CheckpointCoordinator,*",
                "flink.*:type=CheckpointCoordinator,job_id=00112233445566778899aabbccddeeff",
                "*:*",
                "java.lang:type=Memory",
                "java.lang:type=Threading",
                "Flink.checkpointing:type=CheckpointAgent"
            })
    void neverChangesPatternsOrForeignBeans(String bean) throws Exception {
        // when
        HttpResponse<String> written = fixture.post(write(bean, "Timeout", "777"));
        HttpResponse<String> called = fixture.post(exec(bean, "gc", "[]"));

        // then
        assertThat(written.statusCode()).isEqualTo(403);
        fixture.assertRejected(called, 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.lang:type=Threading", "java.lang:*", "*:type=Memory", "*:*"})
    void readsNoOtherBeans(String bean) throws Exception {
        // when
        HttpResponse<String> response = fixture.post(read(bean, "Verbose"));

        // then
        fixture.assertRejected(response, 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nonsense", "", "jmx@flink.checkpointing:type=CheckpointAgent", "a:b=c,"})
    void rejectsWhatIsNoName(String bean) throws Exception {
        // when
        HttpResponse<String> response = fixture.post(read(bean, "Timeout"));

        // then
        fixture.assertRejected(response, 400);
    }

    @Test
    void readsABeanThatTheOperatorNamed() throws Exception {
        // when
        HttpResponse<String> response =
                fixture.get("/jolokia/read/java.lang:type=Memory/HeapMemoryUsage/used");

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).get("value")).isInstanceOf(Long.class);
    }

    @Test
    void listsAndFindsPermittedBeansOnly() throws Exception {
        // when
        HttpResponse<String> found = fixture.get("/jolokia/search/*:*");
        HttpResponse<String> listed = fixture.get("/jolokia/list");
        HttpResponse<String> hidden = fixture.get("/jolokia/list/java.lang/type=Threading");

        // then
        assertThat(found.body()).contains("type=Memory", "job_name=my_job");
        assertThat(found.body()).doesNotContain("Threading", "JMImplementation");
        assertThat(listed.body()).contains("HeapMemoryUsage", "updateSettings");
        assertThat(listed.body()).doesNotContain("findDeadlockedThreads", "JMImplementation");
        assertThat(hidden.body()).doesNotContain("findDeadlockedThreads");
    }

    @Test
    void answersNotFoundForWhatIsNotThere() throws Exception {
        // when
        List<HttpResponse<String>> responses =
                List.of(
                        fixture.post(read(OTHER_JOB, "Timeout")),
                        fixture.post(write(OTHER_JOB, "Timeout", "777")),
                        fixture.post(exec(OTHER_JOB, "resetSettings", "[]")),
                        fixture.post(read(BEAN, "Nothing")),
                        fixture.post(write(BEAN, "Nothing", "777")),
                        fixture.post(exec(BEAN, "nothing", "[]")),
                        fixture.post(exec(BEAN, "getTimeout", "[]")),
                        fixture.post(exec(BEAN, "toString", "[]")),
                        fixture.post(exec(BEAN, "resetSettings(long)", "[1]")),
                        fixture.get("/jolokia/read/flink.checkpointing:type=Nothing/Timeout"));

        // then
        assertThat(responses)
                .allSatisfy(response -> assertThat(response.statusCode()).isEqualTo(404));
        assertThat(fixture.coordinator.changes()).isEmpty();
    }

    @Test
    void rejectsToWriteAReadOnlyAttribute() throws Exception {
        // when
        HttpResponse<String> response = fixture.post(write(BEAN, "Revision", "1"));

        // then
        fixture.assertRejected(response, 400);
    }
}
