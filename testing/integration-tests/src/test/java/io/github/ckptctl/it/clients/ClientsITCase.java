// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.clients;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FreePort;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.NodeScript;
import io.github.ckptctl.it.support.Program;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import io.github.ckptctl.mbeans.SettingOrigin;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.jolokia.client.J4pClient;
import org.jolokia.client.exception.J4pBulkRemoteException;
import org.jolokia.client.exception.J4pRemoteException;
import org.jolokia.client.exception.UncheckedJmxAdapterException;
import org.jolokia.client.request.J4pExecRequest;
import org.jolokia.client.request.J4pListRequest;
import org.jolokia.client.request.J4pReadRequest;
import org.jolokia.client.request.J4pReadResponse;
import org.jolokia.client.request.J4pResponse;
import org.jolokia.client.request.J4pSearchRequest;
import org.jolokia.client.request.J4pSearchResponse;
import org.jolokia.client.request.J4pVersionRequest;
import org.jolokia.client.request.J4pVersionResponse;
import org.jolokia.client.request.J4pWriteRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Test of all clients against one cluster and one job; each finds the job as it was submitted. */
@Tag("full")
@ParameterizedClass
@MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
class ClientsITCase {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final long TIMEOUT = 60_000;

    @TempDir static Path directory;

    private static FlinkCluster cluster;
    private static Beans beans;
    private static String jobId;
    private static CheckpointCoordinatorMXBean bean;
    private static String url;
    private static String token;
    private static int hawtioPort;

    /** The job's MBean without its name, which a script does not need. */
    private static String shortName;

    ClientsITCase(FlinkLine line) {
        assertThat(line).isNotNull();
    }

    @BeforeParameterizedClassInvocation
    static void start(FlinkLine line) throws Exception {
        Path tokenFile = directory.resolve("token");
        hawtioPort = FreePort.onLoopback();
        cluster =
                line.cluster(ClientsITCase.class.getSimpleName())
                        .agent(
                                AgentJar.path(),
                                "jolokia.port="
                                        + FreePort.onLoopback()
                                        + ",jolokia.textValues=true,jolokia.tokenFile="
                                        + tokenFile
                                        + ",jolokia.allowedOrigins="
                                        + Hawtio.origin(hawtioPort))
                        .jmx(true)
                        .start();
        beans = new Beans(cluster);
        jobId =
                cluster.rest()
                        .submit(
                                TestJobs.idleJob(cluster.distribution()),
                                List.of(
                                        "--name",
                                        "orders",
                                        "--interval",
                                        "500",
                                        "--timeout",
                                        "" + TIMEOUT),
                                1);
        bean = beans.job(jobId);
        await("a checkpoint").atMost(SOON).until(() -> bean.getCompletedCount() > 0);
        url = beans.awaitJolokiaUrl();
        token = Files.readString(tokenFile).trim();
        shortName = "flink.checkpointing:type=CheckpointCoordinator,job_id=" + jobId;
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void forget() {
        bean.resume();
        bean.resetSettings();
        beans.assertHooksAreWell();
    }

    @Test
    void servesTheJavaClient() throws Exception {
        J4pClient client = J4pClient.url(url).user("token").password(token).build();

        J4pVersionResponse version = client.execute(new J4pVersionRequest());
        assertThat(version.getAgentVersion()).isEqualTo("2.3.0");

        for (String method : List.of("GET", "POST")) {
            J4pReadResponse read = client.execute(new J4pReadRequest(shortName, "JobId"), method);
            assertThat(read.<String>getValue()).isEqualTo(jobId);
        }
        J4pReadResponse all =
                client.execute(
                        new J4pReadRequest(
                                CheckpointObjectNames.coordinators().toString(),
                                "JobId",
                                "Timeout"));
        assertThat(all.getObjectNames()).containsExactly(beans.awaitName(jobId));
        assertThat(all.<Long>getValue(beans.awaitName(jobId), "Timeout")).isEqualTo(TIMEOUT);

        client.execute(new J4pWriteRequest(shortName, "Timeout", 70_000), "POST");
        assertThat(bean.getTimeout()).isEqualTo(70_000);
        client.execute(
                new J4pExecRequest(
                        shortName, "updateSettings", Map.of("Timeout", 71_000), "test", 0, -1),
                "POST");
        assertThat(bean.getTimeout()).isEqualTo(71_000);
        client.execute(new J4pExecRequest(shortName, "suspend(java.lang.String)", "ALL"), "POST");
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.ALL);

        J4pSearchResponse found = client.execute(new J4pSearchRequest("*:*"));
        assertThat(found.getObjectNames())
                .containsExactlyInAnyOrder(CheckpointObjectNames.agent(), beans.awaitName(jobId));
        assertThat(client.execute(new J4pListRequest(List.of())).<Map<String, ?>>getValue())
                .containsOnlyKeys(CheckpointObjectNames.DOMAIN);

        List<J4pResponse<?>> bulk =
                new ArrayList<>(
                        client.execute(
                                new J4pReadRequest(shortName, "Timeout"),
                                new J4pReadRequest(shortName, "Suspension")));
        assertThat(bulk).extracting(J4pResponse::getValue).containsExactly(71_000L, "ALL");

        assertThatExceptionOfType(J4pRemoteException.class)
                .isThrownBy(
                        () -> client.execute(new J4pWriteRequest(shortName, "Timeout", 9), "POST"))
                .withMessageContaining("Timeout 9 ms is below the minimum of 10 ms")
                .satisfies(e -> assertThat(e.getStatus()).isEqualTo(400));
        assertThatExceptionOfType(J4pBulkRemoteException.class)
                .isThrownBy(
                        () ->
                                client.execute(
                                        new J4pReadRequest(shortName, "Timeout"),
                                        new J4pReadRequest(shortName, "NoSuchThing")))
                .satisfies(e -> assertThat(e.getResults()).hasSize(2));
    }

    @Test
    void servesJmxOverHttp() throws Exception {
        URI address = URI.create(url);
        JMXServiceURL service =
                new JMXServiceURL("service:jmx:jolokia://" + address.getAuthority() + "/jolokia/");
        Map<String, ?> login = Map.of(JMXConnector.CREDENTIALS, new String[] {"token", token});
        try (JMXConnector connector = JMXConnectorFactory.connect(service, login)) {
            MBeanServerConnection jmx = connector.getMBeanServerConnection();
            assertThat(jmx.getDomains()).containsExactly(CheckpointObjectNames.DOMAIN);
            ObjectName name =
                    jmx.queryNames(CheckpointObjectNames.coordinatorOf(jobId), null)
                            .iterator()
                            .next();
            assertThat(name).isEqualTo(beans.awaitName(jobId));
            assertThat(jmx.getMBeanInfo(name).getOperations())
                    .hasSameSizeAs(beans.connection().getMBeanInfo(name).getOperations());

            jmx.setAttribute(name, new Attribute("Timeout", 72_000L));
            assertThat(jmx.getAttribute(name, "Timeout")).isEqualTo(72_000L);
            jmx.setAttributes(
                    name,
                    new AttributeList(
                            List.of(
                                    new Attribute("Timeout", 73_000L),
                                    new Attribute("Interval", 600L))));
            assertThat(bean.getTimeout()).isEqualTo(73_000);
            assertThat(bean.getInterval()).isEqualTo(600);
            Object suspended =
                    jmx.invoke(
                            name,
                            "suspend",
                            new Object[] {"PERIODIC"},
                            new String[] {"java.lang.String"});
            assertThat(((CompositeData) suspended).get("suspension")).isEqualTo("PERIODIC");
            assertThatExceptionOfType(UncheckedJmxAdapterException.class)
                    .isThrownBy(() -> jmx.setAttribute(name, new Attribute("Timeout", 9L)))
                    .withMessageContaining("Timeout 9 ms is below the minimum of 10 ms");

            CheckpointCoordinatorMXBean proxy =
                    JMX.newMXBeanProxy(jmx, name, CheckpointCoordinatorMXBean.class);
            assertThat(proxy.getJobId()).isEqualTo(jobId);
            assertThat(proxy.getSuspension()).isEqualTo(SuspensionMode.PERIODIC);
            assertThat(proxy.getLatestCompletedCheckpoint().getId())
                    .isEqualTo(bean.getLatestCompletedId());
            assertThat(proxy.getSettings())
                    .filteredOn(setting -> setting.getOrigin() == SettingOrigin.OVERRIDE)
                    .extracting(setting -> setting.getName())
                    .contains("Timeout", "Interval");
            proxy.setTimeout(74_000);
            assertThat(bean.getTimeout()).isEqualTo(74_000);
            assertThat(proxy.suspend("ALL").getSuspension()).isEqualTo(SuspensionMode.ALL);
            assertThat(proxy.resetSettings()).isEqualTo(bean.getRevision());
            proxy.setRetention("RETAIN_ON_CANCELLATION");
            assertThat(proxy.safeToKill().isSafe()).isTrue();
        }
    }

    @Test
    void servesCurl() {
        String bearer = "Authorization: Bearer " + token;
        String json = "Content-Type: application/json";
        String write =
                "{'type':'write','mbean':'BEAN','attribute':'Timeout','value':75000}"
                        .replace('\'', '"')
                        .replace("BEAN", shortName);

        JsonObject version = curl(url);
        assertThat(version.getAsJsonObject("value").get("protocol").getAsString()).isEqualTo("8.0");
        String some = url + "read/" + shortName + "/Timeout,JobId?ignoreErrors=true";
        JsonObject read = curl("-H", bearer, some).getAsJsonObject("value");
        assertThat(read.get("JobId").getAsString()).isEqualTo(jobId);
        String all = url + "read/flink.checkpointing:type=CheckpointCoordinator,*/JobId";
        assertThat(curl("--compressed", all).getAsJsonObject("value").keySet()).hasSize(1);
        assertThat(curl(url + "list?maxDepth=2").getAsJsonObject("value").keySet())
                .containsExactly("flink.checkpointing");
        assertThat(curl(url + "search/flink.checkpointing:*").getAsJsonArray("value")).hasSize(2);
        JsonObject written = curl("-H", json, "-H", "Expect: 100-continue", "-d", write, url);
        assertThat(written.get("value").getAsLong()).isEqualTo(TIMEOUT);
        assertThat(bean.getTimeout()).isEqualTo(75_000);

        // without a type the body is sent as that of a form, which a page of any site may send too
        assertThat(curl("-d", write, url).get("status").getAsInt()).isEqualTo(415);
    }

    @Test
    void servesJmxterm() throws Exception {
        Path script =
                Files.write(
                        directory.resolve("jmxterm"),
                        List.of(
                                "open " + cluster.jmxUrl(),
                                "bean " + beans.awaitName(jobId),
                                "get -s Timeout",
                                "set Timeout 76000",
                                "set Timeout 9",
                                "run suspend PERIODIC",
                                "info -o suspendFor",
                                "close"));

        Program jmxterm =
                Program.run(
                        List.of(
                                Program.java(),
                                "-jar",
                                Path.of("target", "other-agents", "jmxterm.jar").toString(),
                                "-n",
                                "-i",
                                script.toString()),
                        Map.of());

        assertThat(jmxterm.output())
                .contains(Long.toString(TIMEOUT), "suspension = PERIODIC", "for how long, in ms")
                .contains("Timeout 9 ms is below the minimum of 10 ms");
        assertThat(bean.getTimeout()).isEqualTo(76_000);
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.PERIODIC);
    }

    @Test
    void servesTelegraf() {
        // given: the requests of its input jolokia2_agent for a metric with a pattern and flat
        // paths, one with a path into an attribute, and one MBean
        JsonArray requests = new JsonArray();
        String pattern = "flink.checkpointing:type=CheckpointCoordinator,job_name=*,job_id=*";
        requests.add(readOf(pattern, "[\"LatestCompletedAge\",\"PendingCount\",\"Timeout\"]"));
        requests.add(readOf(pattern, "\"Revision\""));
        JsonObject deep = readOf(shortName, "\"LatestCompletedCheckpoint\"");
        deep.addProperty("path", "id");
        requests.add(deep);
        requests.add(readOf("flink.checkpointing:type=CheckpointAgent", "\"HookErrors\""));

        // when
        String json = "Content-type: application/json";
        String answer = curlText("-H", json, "-d", requests.toString(), url + "read");
        JsonArray answers = JsonParser.parseString(answer).getAsJsonArray();

        // then: it finds its own request in each answer, and numbers under names with all keys
        assertThat(answers)
                .hasSameSizeAs(requests)
                .extracting(one -> one.getAsJsonObject().get("status").getAsInt())
                .containsOnly(200);
        JsonObject first = answers.get(0).getAsJsonObject();
        assertThat(first.getAsJsonObject("request").get("mbean").getAsString())
                .satisfies(
                        name ->
                                assertThat(new ObjectName(name))
                                        .isEqualTo(new ObjectName(pattern)));
        assertThat(first.getAsJsonObject("value").entrySet())
                .singleElement()
                .satisfies(
                        entry -> {
                            assertThat(new ObjectName(entry.getKey()).getKeyProperty("job_id"))
                                    .isEqualTo(jobId);
                            assertThat(
                                            entry.getValue()
                                                    .getAsJsonObject()
                                                    .get("Timeout")
                                                    .getAsLong())
                                    .isEqualTo(TIMEOUT);
                        });
        assertThat(answers.get(2).getAsJsonObject().get("value").getAsLong()).isPositive();
        assertThat(answers.get(3).getAsJsonObject().get("value").getAsLong()).isZero();
    }

    @Test
    void servesJolokiaJs() {
        assertThat(node("jolokia.mjs", Map.of())).contains("jolokia.js: all well");

        assertThat(bean.getTimeout()).isEqualTo(73_000);
        assertThat(bean.getMinPause()).isEqualTo(10);
    }

    @Test
    void servesHawtio(TestInfo test) throws Exception {
        String chromium = Program.orSkip("chromium");
        Path picture = Path.of("target", test.getTestMethod().orElseThrow().getName() + ".png");
        Path war = Path.of("target", "other-agents", "hawtio-war.war");
        try (Hawtio hawtio = new Hawtio(war, hawtioPort)) {
            assertThat(hawtio).isNotNull();
            Map<String, String> variables =
                    Map.of(
                            "HAWTIO",
                            Hawtio.origin(hawtioPort) + "/hawtio/",
                            "PORT",
                            Integer.toString(URI.create(url).getPort()),
                            "CHROMIUM",
                            chromium,
                            "PICTURE",
                            picture.toString());
            assertThat(node("hawtio.mjs", variables)).contains("hawtio: all well");
        }
        assertThat(bean.getTimeout()).isEqualTo(81_000);
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.PERIODIC);
    }

    private static JsonObject readOf(String mbean, String attribute) {
        JsonObject request = new JsonObject();
        request.addProperty("type", "read");
        request.addProperty("mbean", mbean);
        request.add("attribute", JsonParser.parseString(attribute));
        return request;
    }

    /** Returns the response that curl receives for a user with the token. */
    private static JsonObject curl(String... arguments) {
        return JsonParser.parseString(curlText(arguments)).getAsJsonObject();
    }

    private static String curlText(String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(Program.orSkip("curl"), "-s", "-g", "-u", "token:" + token));
        command.addAll(List.of(arguments));
        Program ended = Program.run(command, Map.of());
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return ended.output();
    }

    private static String node(String script, Map<String, String> further) {
        Map<String, String> variables = new HashMap<>(further);
        variables.putAll(Map.of("URL", url, "TOKEN", token, "JOB_ID", jobId));
        return NodeScript.run(script, variables);
    }
}
