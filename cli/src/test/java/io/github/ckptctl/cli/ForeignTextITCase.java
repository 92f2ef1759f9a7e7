// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.ckptctl.cli.Command.Result;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.TestJobs;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Test of names that are chosen by others, and of locales with few characters: the built command
 * against jobs of a real cluster.
 */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignTextITCase {

    private static final Duration SOON = Duration.ofMinutes(2);

    private static final String SQL_ID = "abcdef0123456789abcdef0123456789";
    private static final String NAMED_LIKE_AN_ID = "00000000000000000000000000000001";
    private static final String NAMED_LIKE_A_BEGINNING = "00000000000000000000000000000002";
    private static final String DASHES_ID = "d0000000000000000000000000000003";
    private static final String EU_ID = "e0000000000000000000000000000004";
    private static final String US_ID = "e0000000000000000000000000000005";

    /**
     * Job name of twelve lines, 6 KB, with everything that a terminal, a page or a check would
     * interpret.
     */
    private static final String SQL = sql();

    @TempDir static Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private FlinkCluster cluster;
    private String url;
    private String token;
    private Command ckptctl;

    private static String sql() {
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                "INSERT INTO \u65e5\u672c\u8a9e -- gr\u00fc\u00df \ud83d\ude80",
                                "\u001b[2J\u001b[31mSELECT \u009b31m | 'a=b' \u202e\u2066\ufeff",
                                "<html><img src=http://127.0.0.1:1/x>\u001b]0;owned\u0007",
                                "\r\tFROM `t` WHERE \\u0041 = \"$(id)\" \u2028\u2029\u0085\u200b"));
        IntStream.range(0, 8).forEach(line -> lines.add("column" + line + ", ".repeat(360)));
        return String.join("\n", lines);
    }

    @BeforeAll
    void start() throws IOException {
        Path file = directory.resolve("token");
        cluster =
                FlinkCluster.builder()
                        .classDataSharing(true)
                        .agent(
                                Path.of(System.getProperty("ckptctl.agent.jar", "")),
                                "jolokia.port=0,jolokia.tokenFile=" + file)
                        .logDirectory(
                                Path.of(
                                        System.getProperty("ckptctl.flink.logs", "target"),
                                        "ForeignTextITCase"))
                        .jobManagerJvmOption("-Dfile.encoding=US-ASCII")
                        .slots(6)
                        .start();
        JobJar idle = TestJobs.idleJob(cluster.distribution());
        submit(idle, SQL_ID, SQL);
        submit(idle, NAMED_LIKE_AN_ID, SQL_ID);
        submit(idle, NAMED_LIKE_A_BEGINNING, "abcd");
        submit(idle, DASHES_ID, "--all");
        submit(idle, EU_ID, "orders-eu");
        submit(idle, US_ID, "orders-us");
        url = JolokiaAddress.of(cluster);
        token = Files.readString(file).trim();
        ckptctl =
                new Command().with("CKPTCTL_URL", url).with("CKPTCTL_TOKEN_FILE", file.toString());
    }

    private void submit(JobJar jar, String id, String name) {
        List<String> options = List.of("--name", name, "--interval", "60000");
        cluster.rest().submitAs(id, jar, options, 1);
        cluster.rest().awaitRunning(id);
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void everyDoorHasTheExactName() throws Exception {
        // given
        Command local = new Command();
        String pid = Long.toString(cluster.jobManagerPid());

        // when
        String body =
                jolokia(
                        "{\"type\":\"read\",\"mbean\":\"flink.checkpointing:type=CheckpointCoordinator,"
                                + "job_id="
                                + SQL_ID
                                + "\",\"attribute\":\"JobName\"}");

        // then
        assertThat(JsonParser.parseString(body).getAsJsonObject().get("value").getAsString())
                .isEqualTo(SQL);
        assertThat(body.codePoints()).noneMatch(ForeignTextITCase::isObeyed);

        // and: looked for by that very name
        for (String format : List.of("json", "yaml")) {
            Result overHttp = done(ckptctl.typed("get", SQL, "JobName", "-o", format));
            Result overJmx = done(local.typed("get", SQL, "JobName", "-o", format, "--pid", pid));
            assertThat(overHttp.out()).isEqualTo(overJmx.out());
            assertThat(overHttp.out().codePoints())
                    .noneMatch(each -> each != '\n' && isObeyed(each));
            Object value =
                    format.equals("json")
                            ? text(overHttp.json(), "JobName")
                            : ((Map<?, ?>) overHttp.yaml()).get("JobName");
            assertThat(value).isEqualTo(SQL);
        }
        assertThat(text(done(ckptctl.typed("get", "-o", "json", "--", "--all")).json(), "JobId"))
                .isEqualTo(DASHES_ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs",
                "get JOB",
                "get JOB JobName",
                "watch JOB --count 1",
                "watch --count 1",
                "history JOB",
                "describe JOB 999",
                "diagnose JOB",
                "check JOB",
                "doctor",
                "set JOB timeout=20m --dry-run",
                "stop JOB",
                "abort JOB 17",
                "suspend --all",
                "get JOBx",
                "get NOT\u001b[2JTHERE\u202e",
                "get JOB --\u001b[2J"
            })
    void nothingThatATerminalObeysIsShown(String command) {
        // given: a terminal with colours, as the launcher would report
        Command screen = ckptctl.with("CKPTCTL_JAVA_OPTS", "-Dckptctl.screen=true");
        String[] words = command.split(" ");
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].replace("JOB", SQL);
        }

        // when
        Result result = screen.typed(words);

        // then: except for the command's own colours and codes of the screen
        String text =
                (result.out() + result.err())
                        .replaceAll("\u001b\\[(\\?1049[hl]|\\?25[hl]|H|J|K\r?|(0|1|3[123])m)", "");
        assertThat(text).isNotBlank();
        assertThat(text.codePoints()).noneMatch(each -> each != '\n' && isObeyed(each));
        assertThat(result.err().lines())
                .as(result.err())
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(2100));
        assertThat(result.err()).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    void attachingShowsNamesAsTextToo(String locale) {
        // when
        Result attached =
                done(
                        new Command()
                                .alone(locale)
                                .run(
                                        "attach",
                                        Long.toString(cluster.jobManagerPid()),
                                        "--agent",
                                        System.getProperty("ckptctl.agent.jar", "")));

        // then
        assertThat(attached.out())
                .contains(
                        SQL_ID
                                + (locale.equals("C")
                                        ? "  INSERT INTO \\u65e5\\u672c\\u8a9e"
                                        : "  INSERT INTO \u65e5\u672c\u8a9e"));
        assertThat(attached.out().codePoints()).noneMatch(each -> each != '\n' && isObeyed(each));
    }

    @Test
    void tablesHaveALineForEachJobAndKeepTheirColumns() {
        // when
        List<String> lines = done(ckptctl.typed("jobs")).out().lines().toList();
        Result check = ckptctl.typed("check", SQL);

        // then
        assertThat(lines).hasSize(7);
        assertThat(lines.subList(1, 7)).allSatisfy(line -> assertThat(line).contains(" RUNNING "));
        assertThat(lines).anyMatch(line -> line.contains("...  RUNNING"));
        assertThat(check.out().lines())
                .singleElement()
                .asString()
                .matches(
                        "CHECKPOINTS [A-Z]+ - INSERT INTO [^|]+ \\| age=\\S+ pending=.* suspended=0")
                .hasSizeLessThan(600);
    }

    @Test
    void aWordThatMayBeSeveralJobsIsNotGuessed() {
        for (String asked : List.of(SQL_ID, "abcd", "e000")) {
            // when
            Result refused = code(3, ckptctl.typed("get", asked, "-o", "json"));

            // then: each of the candidates follows a word that finds it
            List<String> candidates = refused.err().lines().skip(1).toList();
            assertThat(refused.err()).startsWith("'" + asked + "' may be any of these jobs");
            assertThat(candidates).hasSize(2);
            for (String candidate : candidates) {
                String word = candidate.strip().split(" ")[0];
                assertThat(text(done(ckptctl.typed("get", word, "-o", "json")).json(), "JobId"))
                        .startsWith(word);
            }
        }
        assertThat(text(done(ckptctl.typed("get", "orders-us", "-o", "json")).json(), "JobId"))
                .isEqualTo(US_ID);
        assertThat(code(3, ckptctl.typed("suspend", "orders-")).err()).contains("there is no job");
        assertThat(code(2, ckptctl.typed("suspend", "")).err()).contains("an argument is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    void dataIsUtf8InEveryLocale(String locale) throws IOException {
        // given
        List<Command> ways = new ArrayList<>();
        ways.add(ckptctl.alone(locale));
        for (Path java : javas()) {
            ways.add(ckptctl.alone(locale).jar(java));
            ways.add(ckptctl.alone(locale).jar(java, "-Dfile.encoding=ISO-8859-1"));
            ways.add(ckptctl.alone(locale).jar(java, "-Dfile.encoding=US-ASCII"));
        }
        String begin = SQL_ID.substring(0, 31);

        for (Command way : ways) {
            // when
            Result json = done(way.run("get", begin, "JobName", "-o", "json"));

            // then
            assertThat(text(json.json(), "JobName")).isEqualTo(SQL);
        }
        Result yaml = done(ways.get(2).run("get", begin, "JobName", "-o", "yaml"));
        assertThat(yaml.yaml()).isEqualTo(Map.of("JobName", SQL));

        // and: the output for people is what the terminal can show
        assertThat(done(ways.get(0).run("jobs")).out())
                .contains(
                        locale.equals("C.UTF-8")
                                ? "INSERT INTO \u65e5\u672c\u8a9e"
                                : "INSERT INTO \\u65e5\\u672c\\u8a9e")
                .doesNotContain("?")
                .satisfies(ForeignTextITCase::assertColumns);
    }

    private static void assertColumns(String table) {
        int status = table.indexOf("STATUS");
        assertThat(table.lines().skip(1))
                .filteredOn(line -> line.chars().allMatch(each -> each < 0x7f))
                .hasSizeGreaterThan(4)
                .allSatisfy(line -> assertThat(line.substring(status)).startsWith("RUNNING"));
    }

    /** Returns the Java of this test, and another one if the machine has it. */
    private static List<Path> javas() throws IOException {
        Path own = Path.of(System.getProperty("java.home", "")).toRealPath();
        List<Path> javas = new ArrayList<>(List.of(own));
        Path parent = own.getParent();
        if (parent != null) {
            try (var homes = Files.list(parent)) {
                homes.filter(home -> Files.isExecutable(home.resolve("bin/java")))
                        .map(ForeignTextITCase::real)
                        .filter(home -> !home.equals(own))
                        .distinct()
                        .limit(1)
                        .forEach(javas::add);
            }
        }
        return javas;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX"})
    void whatALocaleHasDestroyedIsNotStored(String locale) throws IOException {
        // given
        Command other = ckptctl.alone(locale);
        assumeThat(Path.of("/proc/self/cmdline")).exists();
        int before = history().size();

        for (Command way : List.of(other, other.jar(javas().get(0)))) {
            // when
            Result reason = code(2, set(way, "30m", "gr\u00fc\u00df dich"));
            Result job = code(2, way.typed("suspend", "\u65e5\u672c\u8a9e"));
            Result file = code(2, way.typed("jobs", "--token-file", "/\u00fc"));
            Result check = code(3, way.typed("check", "\u65e5\u672c\u8a9e"));

            // then
            assertThat(List.of(reason, job, file, check))
                    .allSatisfy(
                            refused ->
                                    assertThat(refused.err())
                                            .contains("is not what was written", "LC_ALL=C.UTF-8")
                                            .contains("Nothing was done.")
                                            .doesNotContain("\tat "));
        }
        assertThat(history()).hasSize(before);

        // and: a question mark is valid
        done(set(other, 20 + locale.length() + "m", "why?"));
        assertThat(text(history().get(before), "reason")).isEqualTo("why?");

        // and: secrets
        Command secret = other.with("CKPTCTL_TOKEN_FILE", "").with("LC_ALL", "C.UTF-8");
        Path latin = Files.write(directory.resolve("latin"), "gr\u00fc\u00df".getBytes(ISO_8859_1));
        Path utf = Files.write(directory.resolve("utf"), "gr\u00fc\u00df".getBytes(UTF_8));
        assertThat(code(2, secret.typed("jobs", "--token-file", latin.toString())).err())
                .contains("is not UTF-8");
        assertThat(code(2, secret.typed("jobs", "--token-file", utf.toString())).err())
                .contains("a character that no token has");
    }

    private static Result set(Command way, String timeout, String reason) {
        return way.typed("set", EU_ID, "timeout=" + timeout, "--reason", reason);
    }

    @Test
    void reasonsAreExactOnEveryDoor() throws Exception {
        // given
        String reason = "gr\u00fc\u00df \u65e5\u672c\u8a9e \ud83d\ude80";

        // when
        done(ckptctl.alone("C.UTF-8").typed("set", US_ID, "timeout=21m", "--reason", reason));
        jolokia(
                "{\"type\":\"exec\",\"operation\":\"updateSettings\",\"mbean\":"
                        + "\"flink.checkpointing:type=CheckpointCoordinator,job_id="
                        + US_ID
                        + "\",\"arguments\":[{\"Timeout\":\"1320000\"},"
                        + new JsonPrimitive(reason)
                        + ",0,-1]}");
        String settings =
                "{\"checkpointTimeout\":1380000,\"reason\":" + new JsonPrimitive(reason) + "}";
        HttpResponse<String> rest = patch(settings.getBytes(UTF_8));
        HttpResponse<String> latin = patch(settings.getBytes(ISO_8859_1));

        // then
        assertThat(rest.statusCode()).isEqualTo(200);
        assertThat(latin.statusCode()).isEqualTo(400);
        assertThat(latin.body()).contains("not UTF-8");
        JsonArray history =
                done(ckptctl.run("history", US_ID, "-o", "json")).json().getAsJsonArray();
        assertThat(history)
                .hasSize(3)
                .allSatisfy(entry -> assertThat(text(entry, "reason")).isEqualTo(reason));

        // and: in the log of a JVM whose default charset is ASCII, with escapes
        Awaitility.await("the lines of the audit")
                .atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(Files.readString(cluster.jobManagerLog()).lines())
                                        .filteredOn(line -> line.contains("gr\\u00fc\\u00df"))
                                        .anyMatch(line -> line.contains("1320000"))
                                        .anyMatch(line -> line.contains("1380000")));
    }

    private HttpResponse<String> patch(byte[] body) throws Exception {
        URI target = cluster.webUrl().resolve("/jobs/" + US_ID + "/checkpointing/configuration");
        return http.send(
                HttpRequest.newBuilder(target)
                        .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String jolokia(String request) throws Exception {
        HttpResponse<String> response =
                http.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(request))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private List<JsonElement> history() {
        return done(ckptctl.run("history", EU_ID, "-o", "json")).json().getAsJsonArray().asList();
    }

    private static boolean isObeyed(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    private static Result done(Result result) {
        return code(0, result);
    }

    private static Result code(int code, Result result) {
        assertThat(result.code())
                .as("%s:\n%s%s", result.command(), result.out(), result.err())
                .isEqualTo(code);
        return result;
    }

    private static String text(JsonElement object, String name) {
        return ((JsonObject) object).get(name).getAsString();
    }
}
