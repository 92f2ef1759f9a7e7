// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.monitoring;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FreePort;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.Program;
import io.github.ckptctl.it.support.Users;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.prometheus.jmx.JmxCollector;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Test of one JobManager with three jobs, two of them with names that are difficult for collectors,
 * and the collectors around it: three agents beside this one, and others from outside.
 */
@Tag("full")
@ParameterizedClass
@MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
class MonitoringITCase {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final String AWKWARD = "Orders, EU = \"prod\" *v2*\nzwei \uD83D\uDE80 \\ '";
    private static final Pattern SERIES = Pattern.compile("flink_checkpoint_[a-z_]+");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Metric that OpenTelemetry omits: a boolean. */
    private static final Set<String> NOT_IN_OTEL = Set.of("flink_checkpoint_agent_flink_supported");

    @TempDir static Path directory;

    private static FlinkCluster cluster;
    private static Beans beans;
    private static int exporterPort;
    private static int otelPort;
    private static Path tokenFile;
    private static ServerSocket graphite;
    private static List<String> jobs;

    MonitoringITCase(FlinkLine line) {
        assertThat(line).isNotNull();
    }

    @BeforeParameterizedClassInvocation
    static void start(FlinkLine line) throws Exception {
        exporterPort = FreePort.onLoopback();
        otelPort = FreePort.onLoopback();
        tokenFile = directory.resolve("token");
        graphite = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Path jmxtrans =
                Files.writeString(
                        directory.resolve("jmxtrans.xml"),
                        ShippedFiles.text(
                                        "jmxtrans/jmxtrans-agent.xml",
                                        "<port>2003<",
                                        "<port>" + graphite.getLocalPort() + "<")
                                .replace("InSeconds>20<", "InSeconds>2<"));
        cluster =
                line.cluster(MonitoringITCase.class.getSimpleName())
                        .agent(AgentJar.path(), "jolokia.port=0,jolokia.tokenFile=" + tokenFile)
                        .agent(
                                jar("jmx_prometheus_javaagent"),
                                "127.0.0.1:"
                                        + exporterPort
                                        + ":"
                                        + ShippedFiles.file("prometheus/jmx-exporter.yml"))
                        .agent(jar("jmxtrans-agent"), jmxtrans.toString())
                        .agent(jar("opentelemetry-javaagent"), "")
                        .jobManagerJvmOption(
                                "-Dotel.jmx.config="
                                        + ShippedFiles.file("opentelemetry/jmx-rules.yaml"))
                        .jobManagerJvmOption("-Dotel.metrics.exporter=prometheus")
                        .jobManagerJvmOption("-Dotel.exporter.prometheus.host=127.0.0.1")
                        .jobManagerJvmOption("-Dotel.exporter.prometheus.port=" + otelPort)
                        .jobManagerJvmOption("-Dotel.jmx.discovery.delay=2000")
                        .jobManagerJvmOption("-Dotel.traces.exporter=none")
                        .jobManagerJvmOption("-Dotel.logs.exporter=none")
                        .slots(3)
                        .jmx(true)
                        .start();
        beans = new Beans(cluster);
        String orders = submit("orders", null, "--interval", "500");
        // one is restored, so that there is a restore to report
        String savepoint = cluster.rest().triggerSavepoint(orders, null);
        jobs =
                List.of(
                        orders,
                        submit(AWKWARD, null, "--interval", "500", "--snapshotMillis", "3600000"),
                        submit("x".repeat(300), savepoint, "--interval", "500"));
        beans.job(orders).setInitialDelay(1000);
        for (String job : jobs) {
            // so that there is a last change too
            beans.job(job).setTimeout(600_001);
        }
        await("completed checkpoints")
                .atMost(SOON)
                .until(
                        () ->
                                beans.job(jobs.get(0)).getCompletedCount() > 0
                                        && beans.job(jobs.get(2)).getCompletedCount() > 0
                                        && beans.job(jobs.get(1)).getPendingCount() > 0);
    }

    @AfterParameterizedClassInvocation
    static void stop() throws Exception {
        beans.assertHooksAreWell();
        cluster.close();
        graphite.close();
    }

    @Test
    void exportsTheSameInEveryFormOfTheExporter() throws Exception {
        // given
        String fromAgent = awaitSeries("http://127.0.0.1:" + exporterPort + "/metrics");
        int port = FreePort.onLoopback();
        String rules = ShippedFiles.text("prometheus/jmx-exporter.yml");
        String jmxUrl = "jmxUrl: " + cluster.jmxUrl() + "\n";
        Path config = Files.writeString(directory.resolve("exporter.yml"), jmxUrl + rules);

        // when
        String fromServer;
        List<String> command =
                List.of(
                        Program.java(),
                        "-jar",
                        jar("jmx_prometheus_httpserver").toString(),
                        "127.0.0.1:" + port,
                        config.toString());
        try (Collector server = start("exporter", command)) {
            assertThat(server.output()).doesNotContain("Exception");
            fromServer = awaitSeries("http://127.0.0.1:" + port + "/metrics");
        }
        String fromEngine = scrape(config);

        // then
        assertThat(names(fromAgent)).hasSizeGreaterThan(30);
        assertThat(names(fromServer)).isEqualTo(names(fromAgent));
        assertThat(names(fromEngine)).isEqualTo(names(fromAgent));
        assertThat(fromEngine).contains("jmx_scrape_error 0.0").contains(timeout(0), timeout(1));
        assertThat(fromAgent)
                .contains(timeout(0), timeout(1), timeout(2))
                .contains("# TYPE flink_checkpoint_completed_total counter")
                // the one that is held up has nothing completed, and the others nothing else
                .containsPattern("flink_checkpoint_next_deadline_seconds\\{.*" + jobs.get(1))
                .doesNotContainPattern("flink_checkpoint_last_completed_id\\{.*" + jobs.get(1))
                .doesNotContainPattern("(?m)^flink_checkpoint_.* -");
    }

    @Test
    void givesEveryExpressionOfTheDashboardAndTheAlertsASeries() throws Exception {
        // given
        String prometheus = Program.orSkip("prometheus");
        String promtool = Program.orSkip("promtool");
        Path metrics = directory.resolve("metrics.txt");
        Files.writeString(metrics, awaitSeries("http://127.0.0.1:" + exporterPort + "/metrics"));
        run("sh", "-c", promtool + " check metrics < " + metrics);
        run(promtool, "test", "rules", ShippedFiles.file("prometheus/alerts-test.yml").toString());
        try (PrometheusServer server =
                PrometheusServer.start(
                        prometheus,
                        directory,
                        ShippedFiles.file("prometheus/alerts.yml"),
                        exporterPort)) {
            await("the rules")
                    .atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> server.alerts().size() == 8);
            CheckpointCoordinatorMXBean bean = beans.job(jobs.get(0));

            // then
            List<String> expressions = Dashboard.expressions("grafana/dashboard.json");
            assertThat(expressions).hasSizeGreaterThan(20);
            server.alerts().forEach(alert -> expressions.addAll(series(alert)));
            for (String expression : new TreeSet<>(expressions)) {
                await(expression)
                        .atMost(SOON)
                        .untilAsserted(
                                () -> {
                                    // an expression that has values only after a change
                                    bean.setTimeout(bean.getTimeout() + 1000);
                                    assertThat(server.query(expression)).isNotEmpty();
                                });
            }

            // and one alert does fire: a checkpoint that has used nine tenths of its time
            CheckpointCoordinatorMXBean held = beans.job(jobs.get(1));
            await("an alert")
                    .atMost(SOON)
                    .until(
                            () -> {
                                if (held.getPendingCount() > 0) {
                                    long age = held.getOldestPendingAge();
                                    held.setTimeout(Math.max(1000, age * 10 / 9));
                                    held.rescheduleInFlight();
                                }
                                return !server.query("ALERTS{alertname='CheckpointDeadlineNear'}")
                                        .isEmpty();
                            });
            held.setTimeout(600_000);
            held.rescheduleInFlight();
            assertThat(server.output()).doesNotContain("level=error");
        }
    }

    @Test
    void givesOpenTelemetryWhatTheDashboardQueries() throws Exception {
        // when
        String series = awaitSeries("http://127.0.0.1:" + otelPort + "/metrics");

        // then
        Set<String> wanted = new TreeSet<>();
        Dashboard.expressions("grafana/dashboard.json")
                .forEach(expression -> wanted.addAll(series(expression)));
        wanted.addAll(series(ShippedFiles.text("prometheus/alerts.yml")));
        wanted.removeAll(NOT_IN_OTEL);
        assertThat(names(series)).containsAll(wanted);
        assertThat(series)
                .contains("job_name=\"Orders, EU = \\\"prod\\\" *v2*\\nzwei \uD83D\uDE80 \\\\ '\"")
                .contains("job_name=\"" + "x".repeat(300) + "\"")
                .doesNotContainPattern("(?m)^flink_checkpoint_.*} -");
    }

    @Test
    void feedsJmxFetch() throws Exception {
        // given
        Path configs = Files.createDirectory(directory.resolve("datadog"));
        Files.writeString(
                configs.resolve("ckptctl.yaml"),
                ShippedFiles.text("datadog/conf.yaml", "port: 9010", "port: " + jmxPort()));
        List<String> command =
                List.of(
                        Program.java(),
                        "-jar",
                        jar("jmxfetch").toString(),
                        "-D",
                        configs.toString(),
                        "-c",
                        "ckptctl.yaml",
                        "-r",
                        "console",
                        "--check_period",
                        "2000",
                        "collect");
        try (Collector jmxFetch = start("jmxfetch", command)) {
            // then
            for (String job : jobs) {
                String name = beans.awaitName(job).getKeyProperty("job_name");
                await("a count of " + name)
                        .atMost(SOON)
                        .until(
                                () ->
                                        Pattern.compile(
                                                        "flink\\.checkpoint\\.triggered\\[.*job_name:"
                                                                + Pattern.quote(name)
                                                                + ",job_id:"
                                                                + job)
                                                .matcher(jmxFetch.output())
                                                .find());
            }
            assertThat(jmxFetch.output()).doesNotContain("WARN", "ERROR");
            assertThat(found(jmxFetch.output(), "flink\\.checkpoint\\.[a-z_.]+")).hasSize(28);
        }
    }

    @Test
    void feedsTelegraf() throws Exception {
        // given: the requests that it builds from its configuration
        String config = ShippedFiles.text("telegraf/telegraf.conf");
        JsonArray requests = new JsonArray();
        for (String metric : config.split("\\[\\[inputs.jolokia2_agent.metric\\]\\]", -1)) {
            if (metric.contains("mbean = ")) {
                JsonObject request = new JsonObject();
                request.addProperty("type", "read");
                request.addProperty(
                        "mbean", metric.replaceFirst("(?s).*?mbean = \"([^\"]*)\".*", "$1"));
                JsonArray attributes = new JsonArray();
                String paths = metric.replaceFirst("(?s).*paths = \\[(.*)\\].*", "$1");
                found(paths, "[A-Za-z]+").forEach(attributes::add);
                request.add("attribute", attributes);
                requests.add(request);
            }
        }
        assertThat(requests).hasSize(2);

        // when
        String token = Files.readString(tokenFile).trim();
        HttpRequest post =
                HttpRequest.newBuilder(URI.create(beans.awaitJolokiaUrl() + "read"))
                        .header("Content-type", "application/json")
                        .header("Authorization", Users.login("token", token))
                        .POST(HttpRequest.BodyPublishers.ofString(requests.toString()))
                        .build();
        JsonArray answers =
                JsonParser.parseString(HTTP.send(post, BodyHandlers.ofString()).body())
                        .getAsJsonArray();

        // then
        JsonObject values = answers.get(0).getAsJsonObject().getAsJsonObject("value");
        assertThat(values.keySet()).hasSize(3);
        for (String bean : values.keySet()) {
            JsonObject fields = values.getAsJsonObject(bean);
            assertThat(fields.size()).isEqualTo(27);
            assertThat(fields.asMap().values())
                    .allMatch(field -> field.getAsJsonPrimitive().isNumber());
        }
        JsonObject agent = answers.get(1).getAsJsonObject().getAsJsonObject("value");
        assertThat(agent.get("HookErrors").getAsLong()).isZero();
    }

    @Test
    void feedsJmxtrans() throws Exception {
        Set<String> lines = new TreeSet<>();
        try (Socket sender = graphite.accept();
                BufferedReader reader =
                        new BufferedReader(
                                new InputStreamReader(
                                        sender.getInputStream(), StandardCharsets.UTF_8))) {
            sender.setSoTimeout((int) SOON.toMillis());
            Set<String> wanted = new TreeSet<>();
            for (String job : jobs) {
                String name = beans.awaitName(job).getKeyProperty("job_name");
                wanted.add("flink.checkpoint." + name + "." + job + ".TriggeredCount");
            }
            wanted.add("flink.checkpoint.agent.HookErrors");
            await("lines of all jobs")
                    .atMost(SOON)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(
                            () -> {
                                // below the host's name, as Graphite has them by default
                                String line = Objects.requireNonNull(reader.readLine());
                                lines.add(
                                        line.replaceFirst("^servers\\.[^.]+\\.", "")
                                                .replaceFirst(" .*", ""));
                                return lines.containsAll(wanted);
                            });
        }
        assertThat(lines).allMatch(line -> line.matches("flink\\.checkpoint\\.[-A-Za-z0-9_.]+"));
    }

    @Test
    void feedsZabbix() throws Exception {
        // given
        Path gateway = Path.of("/usr/sbin/zabbix-java-gateway.jar");
        Program.skipUnless(Files.exists(gateway), "Zabbix' gateway is not on this machine");
        int port = portForZabbix();
        List<String> command =
                List.of(
                        Program.java(),
                        "-Dzabbix.listenIP=127.0.0.1",
                        "-Dzabbix.listenPort=" + port,
                        "-jar",
                        gateway.toString());
        Set<String> keys = found(ShippedFiles.text("zabbix/template.yaml"), "jmx\\[\"[^\\]]*\"\\]");
        assertThat(keys).hasSize(28);
        try (Collector server = start("zabbix", command)) {
            assertThat(server).isNotNull();

            // when
            String discovery =
                    "jmx.discovery[beans,\"flink.checkpointing:type=CheckpointCoordinator,*\"]";
            assertThat(ShippedFiles.text("zabbix/template.yaml")).contains(discovery);
            JsonArray found =
                    await("the gateway")
                            .atMost(SOON)
                            .ignoreExceptions()
                            .until(
                                    () ->
                                            json(zabbix(port, List.of(discovery)).get(0))
                                                    .getAsJsonArray("data"),
                                    Objects::nonNull);

            // then
            assertThat(found).hasSize(3);
            for (JsonElement job : found) {
                String bean = job.getAsJsonObject().get("{#JMXOBJ}").getAsString();
                List<String> asked =
                        keys.stream().map(key -> key.replace("{#JMXOBJ}", bean)).toList();
                assertThat(jobs).contains(job.getAsJsonObject().get("{#JMXJOB_ID}").getAsString());
                assertThat(zabbix(port, asked))
                        .hasSameSizeAs(asked)
                        .allMatch(value -> value.matches("-?[0-9.E-]+"));
            }
        }
    }

    @Test
    void feedsCollectd() throws Exception {
        // given
        String collectd = Program.orSkip("collectd");
        Program.skipUnless(
                Files.exists(Path.of("/usr/share/collectd/java/generic-jmx.jar")),
                "collectd's GenericJMX is not on this machine");
        Path base = Files.createDirectory(directory.resolve("collectd"));
        Path config =
                Files.writeString(
                        base.resolve("collectd.conf"),
                        "Interval 1\nBaseDir \""
                                + base
                                + "\"\nPIDFile \""
                                + base.resolve("pid")
                                + "\"\nLoadPlugin csv\n<Plugin csv>\nDataDir \""
                                + base.resolve("csv")
                                + "\"\n</Plugin>\n"
                                + ShippedFiles.text(
                                        "collectd/collectd.conf",
                                        "127.0.0.1:9010",
                                        "127.0.0.1:" + jmxPort()));
        Path jvm = Path.of(System.getProperty("java.home"), "lib", "server");
        try (Collector daemon =
                Collector.start(
                        List.of(collectd, "-f", "-C", config.toString()),
                        directory.resolve("collectd.log"),
                        Map.of("LD_LIBRARY_PATH", jvm.toString()))) {
            // then
            for (String job : jobs) {
                Path values = base.resolve("csv/jobmanager/GenericJMX-flink_checkpoint-" + job);
                await("values of " + job)
                        .atMost(SOON)
                        .untilAsserted(
                                () -> {
                                    assertThat(values).as(daemon.output()).isDirectory();
                                    try (Stream<Path> files = Files.list(values)) {
                                        assertThat(files).hasSize(27);
                                    }
                                });
            }
            assertThat(daemon.output()).doesNotContainIgnoringCase("exception");
        }
    }

    private static String submit(String name, @Nullable String savepoint, String... options) {
        JobJar jar = TestJobs.slowSnapshotJob(cluster.distribution());
        List<String> arguments = new ArrayList<>(List.of("--name", name, "--timeout", "600000"));
        arguments.addAll(List.of(options));
        String job = cluster.rest().submit(jar.jar(), jar.entryClass(), arguments, 1, savepoint);
        cluster.rest().awaitRunning(job);
        return job;
    }

    private static String timeout(int job) {
        String name = beans.awaitName(jobs.get(job)).getKeyProperty("job_name");
        return "flink_checkpoint_tolerable_failed_checkpoints{job_id=\""
                + jobs.get(job)
                + "\",job_name=\""
                + name
                + "\"} 1000000.0";
    }

    /** Returns the series at an address, once they include all jobs. */
    private static String awaitSeries(String address) {
        return await("series of all jobs at " + address)
                .atMost(SOON)
                .ignoreExceptions()
                .until(
                        () -> get(address),
                        text ->
                                jobs.stream().allMatch(text::contains)
                                        && text.contains("flink_checkpoint_next_deadline_seconds"));
    }

    private static String scrape(Path config) throws Exception {
        PrometheusRegistry registry = new PrometheusRegistry();
        new JmxCollector(config.toFile()).register(registry);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, registry.scrape());
        return text.toString(StandardCharsets.UTF_8);
    }

    /** Queries Zabbix' gateway, in its protocol: a header, the length, JSON. */
    private static List<String> zabbix(int port, List<String> keys) throws Exception {
        JsonObject request = new JsonObject();
        request.addProperty("request", "java gateway jmx");
        request.addProperty("jmx_endpoint", cluster.jmxUrl().toString());
        JsonArray asked = new JsonArray();
        keys.forEach(asked::add);
        request.add("keys", asked);
        byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
        byte[] length =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(body.length).array();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(new byte[] {'Z', 'B', 'X', 'D', 1});
            out.write(length);
            out.write(body);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.readNBytes(5 + 8);
            JsonObject answer = json(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            List<String> values = new ArrayList<>();
            for (JsonElement value : answer.getAsJsonArray("data")) {
                values.add(value.getAsJsonObject().get("value").getAsString());
            }
            return values;
        }
    }

    /**
     * Returns a free port below 32768: Zabbix' gateway accepts no higher one, where free ones are
     * usually found.
     */
    private static int portForZabbix() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(20_000, 32_768))
                .limit(1000)
                .filter(MonitoringITCase::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static int jmxPort() {
        return Integer.parseInt(
                cluster.jmxUrl().toString().replaceFirst(".*127\\.0\\.0\\.1:([0-9]+).*", "$1"));
    }

    private static Set<String> names(String series) {
        return found(series, "(?m)^flink_checkpoint_[a-z_]+");
    }

    private static Set<String> series(String expression) {
        return found(expression, SERIES.pattern());
    }

    private static Set<String> found(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private static String get(String address) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }

    private static Collector start(String name, List<String> command) throws Exception {
        return Collector.start(command, directory.resolve(name + ".log"), Map.of());
    }

    private static void run(String... command) {
        Program ended = Program.run(List.of(command), Map.of());
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    private static Path jar(String name) {
        return Path.of("target", "other-agents", name + ".jar").toAbsolutePath();
    }
}
