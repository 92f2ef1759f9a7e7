// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.ckptctl.cli.Command.Result;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.JavaRuntime;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.TestJobs;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Test of the built command, as a process, against a real cluster that all tests share. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CliITCase {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String ESCAPE = "\u001b";

    @TempDir static Path directory;

    private FlinkCluster cluster;
    private Command ckptctl;
    private String url;
    private String pid;

    @BeforeAll
    void start() throws IOException {
        Path token = directory.resolve("token");
        Path agent = Path.of(System.getProperty("ckptctl.agent.jar", ""));
        cluster =
                FlinkCluster.builder()
                        .classDataSharing(true)
                        .agent(agent, "jolokia.port=0,jolokia.tokenFile=" + token)
                        .logDirectory(
                                Path.of(
                                        System.getProperty("ckptctl.flink.logs", "target"),
                                        "CliITCase"))
                        .slots(12)
                        .start();
        pid = Long.toString(cluster.jobManagerPid());
        url = JolokiaAddress.of(cluster);
        ckptctl =
                new Command().with("CKPTCTL_URL", url).with("CKPTCTL_TOKEN_FILE", token.toString());
        JobJar slow = TestJobs.slowSnapshotJob(cluster.distribution());
        JobJar idle = TestJobs.idleJob(cluster.distribution());
        List<String> ids = new ArrayList<>();
        ids.add(submit(slow, 2, "orders", "--interval", "500", "--timeout", "60000"));
        ids.add(
                submit(
                        slow,
                        1,
                        "late",
                        "--interval",
                        "500",
                        "--timeout",
                        "4000",
                        "--snapshotMillis",
                        "8000"));
        ids.add(
                submit(
                        slow,
                        1,
                        "stuck",
                        "--interval",
                        "500",
                        "--timeout",
                        "600000",
                        "--snapshotMillis",
                        "600000"));
        ids.add(submit(slow, 1, "mix-unaligned", "--interval", "500", "--unaligned", "true"));
        ids.add(submit(idle, 1, "mix-aligned", "--interval", "500"));
        ids.add(submit(slow, 1, "leaving", "--interval", "500"));
        ids.add(submit(idle, 1, "calm", "--interval", "500"));
        ids.add(submit(idle, 1, "twin", "--interval", "60000"));
        ids.add(submit(idle, 1, "twin", "--interval", "60000"));
        ids.add(submit(idle, 1, "quiet"));
        ids.forEach(id -> cluster.rest().awaitRunning(id));
    }

    private String submit(JobJar jar, int parallelism, String name, String... options) {
        List<String> all = new ArrayList<>(List.of("--name", name));
        all.addAll(List.of(options));
        return cluster.rest().submit(jar, all, parallelism);
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    @Tag("full")
    void listsTheJobsInEveryFormat() {
        // when
        Result table = done("jobs");
        JsonArray json = done("jobs", "-o", "json").json().getAsJsonArray();
        Object yaml = done("list", "-o", "yaml").yaml();

        // then
        assertThat(table.out())
                .startsWith("JOB ")
                .contains("orders", "late")
                .doesNotContain(ESCAPE);
        assertThat(table.out().lines()).hasSizeGreaterThanOrEqualTo(8);
        Awaitility.await("the archive of classes")
                .atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(Command.CACHE.resolve("ckptctl"))
                                        .isDirectoryContaining("glob:**.jsa"));
        assertThat(json)
                .extracting(job -> job.getAsJsonObject().get("JobName").getAsString())
                .contains("orders", "stuck", "twin")
                .isSorted();
        assertThat((List<?>) yaml)
                .allSatisfy(job -> assertThat(keys(job)).contains("JobId", "Timeout"));
    }

    @Test
    @Tag("full")
    void saysThatAJobTakesNoCheckpointsRatherThanThatAllIsWell() {
        // when
        Result rescue = done("rescue", "quiet");
        JsonObject rescued = object("rescue", "quiet", "-o", "json");
        Result check = refused(1, "check", "quiet");

        // then
        assertThat(rescue.out())
                .contains("no checkpoint is triggered: the job was submitted without an interval")
                .doesNotContain("all is well");
        assertThat(text(rescued, "outcome")).isEqualTo("NOTHING_TO_RESCUE");
        assertThat(text(rescued, "notTriggering")).contains("without an interval");
        assertThat(check.out())
                .startsWith("CHECKPOINTS WARNING - quiet: takes no checkpoints by itself (the job")
                .contains("| age=U pending=0.00;0.80; failures=0;1;3")
                .doesNotContain("no checkpoint since");
        assertThat(done("check", "quiet", "--without-checkpoints", "ok").out())
                .startsWith("CHECKPOINTS OK - quiet: takes no checkpoints by itself");
        assertThat(done("get", "quiet").out())
                .contains("none by itself: the job was submitted without an interval");
        assertThat(done("get", "quiet", "LatestCompletedAge").out().trim()).isEqualTo("-1");
        assertThat(done("watch", "quiet", "--count", "1").out()).contains("none by itself");
    }

    @Test
    @Tag("full")
    void showsAJobAlikeOverHttpAndInTheJvm() {
        // when
        JsonObject http = done("get", "orders", "-o", "json").json().getAsJsonObject();
        JsonObject local =
                check(0, new Command().run("get", "orders", "-o", "json", "--pid", pid))
                        .json()
                        .getAsJsonObject();

        // then
        assertThat(local.keySet()).isEqualTo(http.keySet());
        assertThat(local.get("Settings")).isEqualTo(http.get("Settings"));
        assertThat(local.get("PendingCheckpoints").isJsonArray()).isTrue();
        assertThat(done("get", "orders").out()).contains("SETTING", "Timeout", "Next trigger");
        assertThat(done("get", "orders", "JobName").out().trim()).isEqualTo("orders");
        assertThat(done("get", http.get("JobId").getAsString(), "JobName").out().trim())
                .isEqualTo("orders");
        assertThat(keys(done("get", "orders", "Revision", "-o", "yaml").yaml()))
                .isEqualTo("[Revision]");
    }

    @Test
    @Tag("main")
    void setsWhatTheDryRunForecast() {
        // given
        done("reset", "orders");
        long revision = number(done("get", "orders", "Revision", "-o", "json"), "Revision");

        // when
        JsonObject forecast =
                object(
                        "set",
                        "orders",
                        "timeout=2m",
                        "min-pause=1s",
                        "interval=PT1S",
                        "--dry-run",
                        "-o",
                        "json");
        long untouched = number(done("get", "orders", "Timeout", "-o", "json"), "Timeout");
        JsonObject real =
                object(
                        "set",
                        "orders",
                        "timeout=2m",
                        "min-pause=1s",
                        "interval=PT1S",
                        "--in-flight",
                        "--reason",
                        "a test",
                        "--ttl",
                        "1h",
                        "--revision",
                        Long.toString(revision),
                        "-o",
                        "json");

        // then
        assertThat(forecast.getAsJsonArray("faults")).isEmpty();
        assertThat(forecast.get("dryRun").getAsBoolean()).isTrue();
        assertThat(untouched).isEqualTo(60_000);
        assertThat(real.get("changes")).isEqualTo(forecast.get("changes"));
        assertThat(real.get("inFlight").isJsonArray()).isTrue();
        assertThat(real.get("revision").getAsLong()).isEqualTo(revision + 1);
        assertThat(done("get", "orders", "Timeout", "Interval", "MinPause").out().lines())
                .containsExactly("Timeout=120000", "Interval=1000", "MinPause=1000");

        // and: what is rejected
        Result stale = refused(5, "set", "orders", "timeout=3m", "--revision", "0");
        assertThat(stale.err()).contains("revision");
        Result faults =
                refused(
                        5,
                        "set",
                        "orders",
                        "timeout=1ms",
                        "nonsense=1",
                        "aligned-timeout=0",
                        "--dry-run",
                        "-o",
                        "json");
        assertThat(faults.json().getAsJsonObject().getAsJsonArray("faults")).hasSize(3);
        assertThat(done("history", "orders").out())
                .contains(
                        "Timeout 1m -> 2m",
                        "(a test)",
                        "REFUSED: the change was made for revision 0");
        JsonArray history =
                done("history", "orders", "-n", "1", "-o", "json").json().getAsJsonArray();
        assertThat(history).hasSize(1);

        // and: back
        assertThat(done("reset", "orders").out()).contains("as submitted, revision");
        assertThat(object("reset", "orders", "--failure-count", "-o", "json"))
                .extracting(answer -> answer.get("consecutiveFailures").getAsLong())
                .isEqualTo(0L);
    }

    @Test
    @Tag("full")
    void suspendsQuiescesAndResumes() {
        // when
        JsonObject all = object("suspend", "orders", "--mode", "all", "-o", "json");
        Result check = refused(1, "check", "orders");
        Result retained = done("set", "orders", "retention=retain-on-cancellation");
        JsonObject kept = object("suspend", "orders", "--mode", "all", "-o", "json");
        Result page = done("get", "orders");
        done("reset", "orders");
        JsonObject timed =
                object("suspend", "orders", "--for", "1h", "--reason", "patching", "-o", "json");
        JsonObject quiet = object("quiesce", "orders", "--wait", "1m", "-o", "json");
        JsonObject resumed = object("resume", "orders", "-o", "json");

        // then
        assertThat(text(all, "suspension")).isEqualTo("ALL");
        assertThat(all.getAsJsonArray("survives")).hasToString("[\"KILL\"]");
        assertThat(all.getAsJsonArray("warnings").toString()).contains("set Retention to");
        assertThat(retained.out())
                .contains("Retention  NO_EXTERNALIZED_CHECKPOINTS -> RETAIN_ON_CANCELLATION");
        assertThat(kept.getAsJsonArray("survives"))
                .hasToString("[\"KILL\",\"SHUTDOWN\",\"CANCEL\",\"FAILURE\"]");
        assertThat(page.out())
                .containsPattern("Retention +RETAIN_ON_CANCELLATION +NO_EXTERNALIZED_CHECKPOINTS")
                .contains("Survives      KILL, SHUTDOWN, CANCEL, FAILURE");
        assertThat(check.out()).startsWith("CHECKPOINTS WARNING - orders:").contains("suspended=1");
        assertThat(text(timed, "suspension")).isEqualTo("PERIODIC");
        assertThat(timed.get("resumesAt").getAsLong()).isPositive();
        assertThat(quiet.get("quiesced").getAsBoolean()).isTrue();
        assertThat(text(resumed, "suspension")).isEqualTo("NONE");
        assertThat(refused(1, "quiesce", "stuck", "--wait", "200ms").out()).contains("PERIODIC");
        assertThat(done("resume", "stuck").out()).contains("Suspended     no");
    }

    @Test
    @Tag("full")
    void movesAndEndsWhatIsInFlight() {
        // given
        long id = pending("stuck");

        // when
        JsonObject extended = object("extend", "stuck", Long.toString(id), "10m", "-o", "json");
        JsonObject rescheduled = object("reschedule", "stuck", "-o", "json");
        Result described = done("describe", "stuck");
        JsonObject description = object("describe", "stuck", Long.toString(id), "-o", "json");
        Result diagnosed = done("diagnose", "stuck", "--stacks");
        Result none = refused(5, "fail-holders", "stuck", "--most", "0", "--yes");
        Result unasked = refused(2, "abort", "stuck", Long.toString(id));
        JsonObject aborted = object("abort", "stuck", Long.toString(id), "--yes", "-o", "json");

        // then
        long moved =
                extended.get("newDeadline").getAsLong() - extended.get("oldDeadline").getAsLong();
        assertThat(moved).isEqualTo(600_000);
        assertThat(rescheduled.getAsJsonArray("inFlight")).hasSize(1);
        assertThat(described.out()).contains("IN_PROGRESS", "START DELAY");
        assertThat(text(description, "status")).isEqualTo("IN_PROGRESS");
        assertThat(diagnosed.out())
                .contains("Checkpoint " + id + " ", "Timeout")
                .contains("java.lang.Thread.sleep", "snapshotState");
        assertThat(none.err()).contains("a most of 0 subtasks is not within 1 and");
        assertThat(unasked.err()).contains("--yes");
        assertThat(text(aborted, "outcome")).isEqualTo("ABORTED");
        assertThat(refused(5, "extend", "stuck", "999999", "10m").err()).contains("not in flight");
        assertThat(refused(5, "describe", "stuck", "999999").err()).contains("999999");

        // when
        long next = pending("stuck");
        Result asked = refused(2, "fail-holders", "stuck", Long.toString(next));
        JsonObject failed = object("fail-holders", "stuck", "--yes", "-o", "json");

        // then
        assertThat(asked.err()).contains("Fail the subtasks that hold checkpoint " + next, "--yes");
        assertThat(failed.getAsJsonArray("tasks")).hasSize(1);
        assertThat(failed.getAsJsonObject("restartsFrom").get("id").getAsLong()).isEqualTo(-1);
        Awaitility.await("a checkpoint after the restart")
                .atMost(SOON)
                .until(() -> pending("stuck") > next);
    }

    private long pending(String job) {
        return Awaitility.await("a checkpoint in flight")
                .atMost(SOON)
                .until(
                        () ->
                                object("get", job, "PendingCheckpoints", "-o", "json")
                                        .getAsJsonArray("PendingCheckpoints"),
                        checkpoints -> !checkpoints.isEmpty())
                .get(0)
                .getAsJsonObject()
                .get("id")
                .getAsLong();
    }

    @Test
    @Tag("full")
    void triggersPinsAndStops() {
        // when
        JsonObject triggered = object("trigger", "leaving", "--type", "full", "-o", "json");
        JsonObject pinned = object("pin", "leaving", "--reason", "upgrade", "-o", "json");
        Result list = done("pinned", "leaving");
        String id = pinned.get("id").getAsString();
        Result unasked = refused(2, "unpin", "leaving", id);
        Result unpinned = done("unpin", "leaving", id, "--yes");
        Result unknown = refused(5, "unpin", "leaving", id, "--yes");
        Result tooLong = refused(2, "stop", "leaving", "--deadline", "1h", "--yes");
        JsonObject stopped = object("stop", "leaving", "--yes", "-o", "json");

        // then
        assertThat(text(triggered, "externalPath")).startsWith("file:");
        assertThat(pinned.get("id").getAsLong())
                .isGreaterThanOrEqualTo(triggered.get("id").getAsLong());
        assertThat(list.out()).contains("upgrade", text(pinned, "externalPath"));
        assertThat(unasked.err()).contains("Let checkpoint " + id + " of leaving");
        assertThat(unpinned.out()).startsWith("checkpoint " + id + ": Flink ");
        assertThat(unknown.err()).contains("is not pinned; none is");
        assertThat(tooLong.err()).contains("--pid");
        assertThat(text(stopped, "externalPath")).startsWith("file:");
        Awaitility.await("the job's end")
                .atMost(SOON)
                .untilAsserted(
                        () -> assertThat(refused(3, "get", "leaving").err()).contains("no job"));
    }

    @Test
    @Tag("full")
    void makesCheckpointsUnalignedWithARestartThatIsAllowed() {
        // given
        Awaitility.await("a checkpoint")
                .atMost(SOON)
                .until(
                        () ->
                                number(
                                                done("get", "calm", "CompletedCount", "-o", "json"),
                                                "CompletedCount")
                                        > 0);

        // when
        Result withoutRestart = refused(5, "unaligned", "calm");
        Result unasked = refused(2, "unaligned", "calm", "--allow-restart");
        JsonObject restarted =
                object(
                        "unaligned",
                        "calm",
                        "--allow-restart",
                        "--wait",
                        "5s",
                        "--reason",
                        "try it",
                        "--yes",
                        "-o",
                        "json");

        // then
        assertThat(withoutRestart.err()).contains("would go back to checkpoint");
        assertThat(unasked.err()).contains("Restart the tasks of calm from checkpoint");
        assertThat(restarted.get("restarted").getAsBoolean()).isTrue();
        Awaitility.await("tasks that are capable")
                .atMost(SOON)
                .until(() -> done("get", "calm", "UnalignedCapable").out().contains("YES"));

        // and: once they are, nothing is restarted
        assertThat(done("unaligned", "calm", "--allow-restart").out())
                .contains("nothing is restarted (all 1 tasks were deployed capable)");
    }

    @Test
    @Tag("full")
    void rescuesACheckpointThatIsTooSlow() {
        // given: none of them can complete
        Awaitility.await("a failure")
                .atMost(SOON)
                .until(
                        () ->
                                number(
                                                done("get", "late", "ExpiredCount", "-o", "json"),
                                                "ExpiredCount")
                                        > 0);

        // when
        Result unasked = refused(2, "rescue", "late");
        Result rescued = done("rescue", "late", "--yes", "-o", "json");

        // then
        JsonObject answer = rescued.json().getAsJsonObject();
        assertThat(unasked.err())
                .contains("Set the timeout from 4s to 1m and give it to checkpoint");
        assertThat(text(answer, "outcome")).isEqualTo("COMPLETED");
        assertThat(answer.get("timeout").getAsLong()).isEqualTo(60_000);
        assertThat(
                        number(
                                done("get", "late", "LatestCompletedId", "-o", "json"),
                                "LatestCompletedId"))
                .isGreaterThanOrEqualTo(answer.get("checkpointId").getAsLong());
        assertThat(rescued.err()).contains("has been in flight for", "acknowledged after");
    }

    @Test
    @Tag("full")
    void watchesInAPipe() {
        // when
        Result lines = done("watch", "orders", "--count", "2", "--every", "100ms");
        Result json = done("watch", "orders", "--count", "3", "--every", "100ms", "-o", "json");
        Result list = done("watch", "--count", "1", "-o", "yaml");

        // then
        assertThat(lines.out()).doesNotContain(ESCAPE).contains("Completed");
        assertThat(lines.out().lines().filter(line -> line.startsWith("orders  "))).hasSize(2);
        assertThat(json.out().lines())
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allSatisfy(
                        line ->
                                assertThat(JsonParser.parseString(line).getAsJsonObject().keySet())
                                        .contains("PendingCheckpoints"));
        assertThat((List<?>) list.yaml()).hasSizeGreaterThanOrEqualTo(7);
    }

    @Test
    @Tag("full")
    void checksInTheWayOfNagios() {
        assertThat(
                        check(
                                        0,
                                        ckptctl.run(
                                                "check",
                                                "mix-aligned",
                                                "-w",
                                                "age=1h",
                                                "-c",
                                                "age=2h"))
                                .out())
                .matches(
                        "CHECKPOINTS OK - mix-aligned: .* \\| age=[0-9.]+s;3600;7200"
                                + " pending=[0-9.]+;0.80; failures=0;1;3 suspended=0\\n");
        assertThat(refused(1, "check", "mix-aligned", "-w", "age=0").out()).contains(" WARNING ");
        assertThat(refused(2, "check", "mix-aligned", "-c", "age=0").out()).contains(" CRITICAL ");
        assertThat(refused(3, "check", "nobody").out()).startsWith("CHECKPOINTS UNKNOWN - ");
        assertThat(refused(3, "check", "mix-aligned", "-w", "nonsense=1").out())
                .contains("UNKNOWN");
        assertThat(refused(3, "check").err()).contains("JOB");
        assertThat(text(refused(3, "check", "nobody", "-o", "json").json(), "status"))
                .isEqualTo("UNKNOWN");
    }

    @Test
    @Tag("full")
    void goesOnAfterAFailureWithOneOfSeveral() {
        // when
        Result unasked = refused(2, "set", "--name", "mix-*", "unaligned-enabled=false");
        Result partly =
                refused(
                        6,
                        "set",
                        "--name",
                        "mix-*",
                        "unaligned-enabled=false",
                        "--yes",
                        "-o",
                        "json");
        Result all = done("set", "--name", "mix-*", "timeout=5m", "--yes");
        Result none = refused(5, "set", "--name", "mix-*", "timeout=1ms", "--yes");
        Result dry = done("set", "--name", "mix-*", "timeout=6m", "--dry-run");
        Result reset = done("reset", "--name", "mix-*", "--yes");

        // then
        assertThat(unasked.err())
                .contains("mix-aligned", "mix-unaligned", "these 2 jobs? There is no terminal");
        JsonArray answers = partly.json().getAsJsonArray();
        assertThat(answers)
                .extracting(one -> one.getAsJsonObject().get("exitCode").getAsInt())
                .containsExactlyInAnyOrder(0, 5);
        assertThat(text(answers.get(0), "error")).contains("UnalignedEnabled cannot be changed");
        assertThat(all.out()).contains("Timeout 10m -> 5m");
        assertThat(none.out()).contains("not done: ");
        assertThat(dry.out()).contains("Timeout 5m -> 6m");
        assertThat(reset.out().lines()).hasSize(3);
        assertThat(refused(3, "resume", "--name", "nobody*", "--yes").err()).contains("nobody*");
    }

    @Test
    @Tag("full")
    void endsWithTheCodesThatAreDocumented() {
        assertThat(refused(3, "get", "twin").err()).contains("may be any of these jobs");
        assertThat(refused(3, "get", "nobody").err()).contains("orders");
        assertThat(refused(3, "get", "orders", "Nonsense").err()).contains("Nonsense");
        assertThat(refused(2, "frobnicate").err()).contains("ckptctl --help");
        assertThat(refused(2, "set", "orders", "timeout=soon").err()).contains("no duration");
        assertThat(refused(2).err()).contains("which verb");
        Command wrong = new Command().with("CKPTCTL_URL", url).with("CKPTCTL_TOKEN", "wrong");
        assertThat(check(5, wrong.run("jobs")).err())
                .contains("does not accept this login")
                .doesNotContain("wrong");
        assertThat(check(5, new Command().run("jobs", "--url", url)).err())
                .contains("--token-file");
        assertThat(check(4, new Command().run("jobs", "--url", "http://127.0.0.1:1")).err())
                .contains("cannot be reached");
        assertThat(check(0, ckptctl.run("jobs", "--url", "http://127.0.0.1:1," + url)).err())
                .contains("warning: http://127.0.0.1:1/jolokia/ cannot be reached");
    }

    @Test
    @Tag("full")
    void findsWhatIsWrong() {
        // given
        String taskManager = Long.toString(cluster.taskManagers().get(0).pid());

        // then
        Result well = check(0, new Command().run("doctor", "--pid", pid));
        assertThat(well.out()).contains("is at work in JVM " + pid).doesNotContain("!!");
        assertThat(done("doctor").out()).contains("port").doesNotContain("!!");
        assertThat(check(1, new Command().run("doctor", "--pid", taskManager)).out())
                .contains("TaskManagerRunner, not a JobManager")
                .doesNotContain("ckptctl attach");
        assertThat(check(1, new Command().run("doctor", "--pid", "999999999")).out())
                .contains("JVM 999999999", "there is no process of this number");
        assertThat(check(1, new Command().run("doctor", "--url", "http://127.0.0.1:1")).out())
                .contains("port 1 of 127.0.0.1 is closed", "port-forward");
        assertThat(check(1, new Command().run("doctor", "--url", url)).out())
                .contains("wants a login", "each start makes a new token");
        assertThat(
                        check(1, new Command().run("doctor", "--url", cluster.webUrl().toString()))
                                .out())
                .contains("is not ckptctl");
        JsonArray findings =
                check(1, new Command().run("doctor", "--url", url, "-o", "json"))
                        .json()
                        .getAsJsonArray();
        assertThat(findings).anySatisfy(one -> assertThat(text(one, "remedy")).isNotEmpty());
        Command shell =
                new Command().with("FLINK_ENV_JAVA_OPTS_JM", "-javaagent:/none/ckptctl-agent.jar");
        assertThat(check(1, shell.run("doctor")).out()).contains("which cannot be read");
    }

    @Test
    @Tag("full")
    void installsAndGivesBack() throws IOException {
        // given
        Path home = Files.createDirectories(directory.resolve("flink"));
        Path conf = Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("lib"));
        Path yaml = conf.resolve("config.yaml");
        String before =
                "# mine\nenv:\n  java:\n    opts:\n      jobmanager: -Xmx1g # heap\n      all: x";
        Files.writeString(yaml, before);
        String agent = System.getProperty("ckptctl.agent.jar", "");

        // when
        String[] install = {
            "install",
            "--flink-home",
            home.toString(),
            "--agent",
            agent,
            "--options",
            "jolokia.port=8779"
        };
        Result unasked = check(2, new Command().run(install));
        String untouched = Files.readString(yaml);
        String[] installNow = List.of(install).toArray(new String[install.length + 3]);
        installNow[install.length] = "--yes";
        installNow[install.length + 1] = "-o";
        installNow[install.length + 2] = "json";
        JsonElement installed = check(0, new Command().run(installNow)).json();
        String with = Files.readString(yaml);
        JsonElement again = check(0, new Command().run(installNow)).json();
        Result shell =
                check(0, new Command().with("FLINK_ENV_JAVA_OPTS_JM", "-Xmx1g").run(installNow));

        // then
        assertThat(unasked.err()).contains("-5:", "+5:", "give --yes");
        assertThat(untouched).isEqualTo(before);
        assertThat(installed.getAsJsonObject().get("changed").getAsBoolean()).isTrue();
        Path jar = Path.of(text(installed, "jar"));
        assertThat(jar).exists().hasParentRaw(home.resolve("opt"));
        assertThat(with)
                .isEqualTo(
                        before.replace(
                                "-Xmx1g", "-Xmx1g -javaagent:" + jar + "=jolokia.port=8779"));
        assertThat(again.getAsJsonObject().get("changed").getAsBoolean()).isFalse();
        assertThat(shell.err()).contains("FLINK_ENV_JAVA_OPTS_JM is set");

        // and: 1.18 and a 1.20 that still has the old file read that one
        Path old = conf.resolve("flink-conf.yaml");
        Files.writeString(old, "rest.port: 8081");
        assertThat(check(0, new Command().run(installNow)).json())
                .extracting(answer -> text(answer, "configuration"))
                .isEqualTo(old.toString());
        assertThat(Files.readString(old)).contains("\nenv.java.opts.jobmanager: -javaagent:" + jar);
        uninstall(home);
        assertThat(Files.readString(old)).isEqualTo("rest.port: 8081");

        // and: 2.x does not look at it
        Files.createFile(home.resolve("lib/flink-dist-2.3.0.jar"));
        uninstall(home);
        assertThat(Files.readString(yaml)).isEqualTo(before);
        assertThat(jar).doesNotExist();
        assertThat(check(0, new Command().run("uninstall", "--flink-home", home.toString())).out())
                .contains("nothing was done");
    }

    @Test
    @Tag("full")
    void installsIntoTheConfigurationThatFlinksScriptsRead() throws IOException {
        // given: the configuration elsewhere, and the agent in it under another name already
        Path home = Files.createDirectories(directory.resolve("flink-elsewhere"));
        Files.createDirectories(home.resolve("conf"));
        Path unread = Files.writeString(home.resolve("conf/config.yaml"), "a: 1\n");
        Path etc = Files.createDirectories(directory.resolve("etc flink"));
        Path agent = Path.of(System.getProperty("ckptctl.agent.jar", ""));
        Path renamed = Files.copy(agent, directory.resolve("monitoring.jar"));
        Path yaml =
                Files.writeString(
                        etc.resolve("config.yaml"),
                        "env.java.opts.jobmanager: -Xmx1g -javaagent:" + renamed + "=a=b\n");

        // when
        String[] install = {
            "install", "--flink-home", home.toString(), "--agent", renamed.toString(), "--yes"
        };
        Command scripts = new Command().with("FLINK_CONF_DIR", etc.toString());
        Result installed = check(0, scripts.run(install));

        // then
        Path jar = home.resolve("opt").resolve("ckptctl-agent-" + version() + ".jar");
        assertThat(installed.out()).contains("installed in " + yaml);
        assertThat(Files.readString(unread)).isEqualTo("a: 1\n");
        assertThat(Files.readString(yaml))
                .isEqualTo("env.java.opts.jobmanager: -Xmx1g -javaagent:" + jar + "\n");
        assertThat(jar).hasSameBinaryContentAs(agent);
        assertThat(check(0, scripts.run(install)).out()).contains("already, in " + yaml);

        // and: it is named, or taken out again
        check(
                0,
                new Command()
                        .run(
                                "uninstall",
                                "--flink-home",
                                home.toString(),
                                "--conf-dir",
                                etc.toString(),
                                "--yes"));
        assertThat(Files.readString(yaml)).isEqualTo("env.java.opts.jobmanager: -Xmx1g\n");
        assertThat(jar).doesNotExist();
        String[] wrong = install.clone();
        wrong[4] = System.getProperty("ckptctl.launcher", "");
        assertThat(check(2, scripts.run(wrong)).err()).contains("is not the agent");
    }

    private static void uninstall(Path home) {
        Result result =
                check(
                        0,
                        new Command()
                                .run(
                                        "uninstall",
                                        "--flink-home",
                                        home.toString(),
                                        "--yes",
                                        "-o",
                                        "yaml"));
        assertThat(((Map<?, ?>) result.yaml()).get("changed")).isEqualTo(true);
    }

    @Test
    @Tag("full")
    void opensTheConsoleWithAJob() throws Exception {
        // given: what opens a browser notes down what it is asked for
        Path opened = directory.resolve("opened");
        Path bin = Files.createDirectory(directory.resolve("bin"));
        for (String program : List.of("xdg-open", "open")) {
            Path fake = bin.resolve(program);
            Files.writeString(fake, "#!/bin/sh\necho \"$1\" >>'" + opened + "'\n");
            assertThat(fake.toFile().setExecutable(true)).isTrue();
        }
        Command onScreen =
                ckptctl.with("PATH", bin + ":" + System.getenv("PATH")).with("DISPLAY", ":0");
        String id = text(object("get", "orders", "JobId", "-o", "json"), "JobId");
        String address = cluster.webUrl().resolve("/ckptctl/#/jobs/" + id).toString();

        // when
        Result kept = check(0, onScreen.run("open", "orders", "--no-browser"));
        JsonElement json = check(0, onScreen.run("open", "orders", "-o", "json")).json();
        Result elsewhere = check(0, onScreen.with("DISPLAY", "").run("open", "orders"));

        // then
        assertThat(kept.out()).isEqualTo(address + "\n");
        assertThat(text(json.getAsJsonObject(), "url")).isEqualTo(address);
        assertThat(elsewhere.out()).isEqualTo(address + "\n");
        assertThat(elsewhere.err()).isEmpty();
        assertThat(opened).doesNotExist();

        // when
        Result shown = check(0, onScreen.run("open", id.substring(0, 8)));

        // then
        assertThat(shown.out()).isEqualTo(address + "\n");
        Awaitility.await("the browser")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(opened).exists().hasContent(address));
    }

    @Test
    @Tag("full")
    void describesItself() throws Exception {
        // given
        Path script = directory.resolve("completion");

        // when
        Files.writeString(script, check(0, new Command().run("completion", "bash")).out());

        // then
        assertThat(new ProcessBuilder("bash", "-n", script.toString()).start().waitFor()).isZero();
        assertThat(Files.readString(script)).contains("reschedule", "--in-flight", "ZSH_VERSION");
        assertThat(check(0, new Command().run("version")).out())
                .isEqualTo("ckptctl " + version() + "\n");
        assertThat(
                        check(0, new Command().run("version", "-o", "json"))
                                .json()
                                .getAsJsonObject()
                                .keySet())
                .containsExactly("version", "java");
        assertThat(check(0, new Command().run("--help")).out().lines())
                .filteredOn(line -> line.matches("  [a-z]+[a-z,-]* .*"))
                .hasSizeGreaterThanOrEqualTo(25);
        assertThat(check(0, new Command().run("set", "--help")).out())
                .contains("Exit codes", "Examples", "Reaching the agent");
    }

    /** Returns the version that is being built; the agent's jar has it in its name. */
    private static String version() {
        String jar = Path.of(System.getProperty("ckptctl.agent.jar", "")).getFileName().toString();
        return jar.substring("ckptctl-agent-".length(), jar.length() - ".jar".length());
    }

    @ParameterizedTest
    @Tag("full")
    @ValueSource(
            strings = {
                "-javaagent:AGENT=jolokia.port=0",
                "-javaagent:/nowhere/agent.jar",
                "-Dcom.sun.management.jmxremote.port=PORT -Dcom.sun.management.jmxremote.ssl=false"
                        + " -Dcom.sun.management.jmxremote.authenticate=false",
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:PORT",
                "-XX:+UseG1GC",
                "-XX:+NoSuchOption"
            })
    void takesNoOptionsThatAreForFlinksJvm(String options) {
        // given: a port that is taken, as the JobManager's is
        String filled =
                options.replace("AGENT", System.getProperty("ckptctl.agent.jar", ""))
                        .replace("PORT", Integer.toString(URI.create(url).getPort()));
        Command there =
                ckptctl.with("JAVA_TOOL_OPTIONS", filled)
                        .with("JDK_JAVA_OPTIONS", filled)
                        .with("_JAVA_OPTIONS", filled);

        // then
        assertListed(there.run("jobs"));
        Result looked = there.run("check", "orders", "--suspended", "ok");
        assertThat(looked.out()).startsWith("CHECKPOINTS ").doesNotContain("UNKNOWN");
        assertThat(looked.err()).isEmpty();
        Result attached =
                there.run("attach", pid, "--agent", System.getProperty("ckptctl.agent.jar", ""));
        assertThat(check(0, attached).out()).contains("there already");
        assertThat(attached.err()).isEmpty();
    }

    @Test
    @Tag("full")
    void startsWithTheOptionsOfTheUserInPlaceOfItsOwn() {
        assertListed(ckptctl.with("CKPTCTL_JAVA_OPTS", "-XX:+UseParallelGC").run("jobs"));
        Result looked = ckptctl.with("CKPTCTL_JAVA_OPTS", "-XX:+NoSuch").run("check", "orders");
        assertThat(check(3, looked).out())
                .startsWith("CHECKPOINTS UNKNOWN - ")
                .contains("CKPTCTL_JAVA_OPTS=-XX:+NoSuch: Unrecognized VM option 'NoSuch'")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @Tag("full")
    @ValueSource(strings = {"size=64k", "size=4m", "ro"})
    void listsTheJobsWhereItsCacheIsFullOrCannotBeWritten(String mountOptions) throws IOException {
        // given: a mount that is visible to no other user
        Path cache = Files.createDirectory(directory.resolve("cache-" + mountOptions));
        List<String> command =
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o " + mountOptions + " none \"$0\" && exec \"$@\"",
                        cache.toString());
        Result possible = ckptctl.start(with(command, "true"), Path.of("/dev/null"));
        assumeTrue(possible.code() == 0, "no mount namespace: " + possible.err());

        // then
        assertListed(
                ckptctl.with("XDG_CACHE_HOME", cache.toString())
                        .start(
                                with(command, Command.launcher().toString(), "jobs"),
                                Path.of("/dev/null")));
    }

    @ParameterizedTest
    @Tag("full")
    @ValueSource(strings = {"sh", "busybox sh"})
    void needsNothingInItsEnvironmentButJava(String shell) {
        // given
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "env",
                                "-i",
                                "PATH=/nowhere",
                                "JAVA_HOME=" + System.getProperty("java.home", "")));
        Path program = Path.of("/bin", shell.split(" ")[0]);
        assumeTrue(Files.isExecutable(program), program + " is not on this machine");
        command.addAll(List.of(("/bin/" + shell).split(" ")));
        command.addAll(List.of(Command.launcher().toString(), "jobs", "--url", url));
        command.addAll(List.of("--token-file", directory.resolve("token").toString()));

        // then
        assertListed(ckptctl.start(command, Path.of("/dev/null")));
    }

    @Test
    @Tag("full")
    void reachesTheAgentFromAJreAsItSays() {
        // given: the modules of Flink's official images
        assumeTrue(JavaRuntime.canBeLinked(), "this Java links no runtimes");
        Path jre = JavaRuntime.link(directory.resolve("jre"), List.of("java.se", "jdk.httpserver"));

        // when
        Result asked = new Command().with("JAVA_HOME", jre.toString()).run("jobs");

        // then
        assertThat(check(4, asked).err())
                .contains("has no jdk.attach", "--url", "--token-file")
                .hasLineCount(1);
        assertListed(ckptctl.with("JAVA_HOME", jre.toString()).run("jobs"));
    }

    private static List<String> with(List<String> command, String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        return all;
    }

    /** Asserts a list of jobs and not a line more, for example of the JVM. */
    private static void assertListed(Result jobs) {
        assertThat(check(0, jobs).out()).startsWith("JOB ").contains("orders");
        assertThat(jobs.out().lines()).allMatch(line -> line.matches("JOB .*|[0-9a-f]{8} .*"));
        assertThat(jobs.err()).isEmpty();
    }

    @Test
    @Tag("full")
    @Order(Integer.MAX_VALUE)
    void takesTheAgentOutAndPutsItInAgain() {
        // given: no hook has failed in all of this
        assertThat(check(0, new Command().run("doctor", "--pid", pid)).out())
                .doesNotContain("errors");
        String agent = System.getProperty("ckptctl.agent.jar", "");

        // when
        Result there = check(0, new Command().run("attach", pid, "--agent", agent));
        JsonArray out = done("detach", "--yes", "-o", "json").json().getAsJsonArray();
        Awaitility.await("the bean to go")
                .atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(check(4, new Command().run("jobs", "--pid", pid)).err())
                                        .contains("no agent is at work"));
        Result doctor = check(1, new Command().run("doctor", "--pid", pid));
        Result attached =
                check(0, new Command().run("attach", pid, "--agent", agent, "-o", "json"));

        // then
        assertThat(there.out()).contains("there already");
        assertThat(text(out.get(0), "outcome")).isEqualTo("OUT");
        assertThat(doctor.out()).contains("no agent is at work", "ckptctl attach " + pid);
        assertThat(attached.json().getAsJsonObject().get("Pid").getAsString()).isEqualTo(pid);
        assertThat(check(0, new Command().run("jobs", "--pid", pid)).out()).contains("orders");
        assertThat(check(2, new Command().run("attach", "999999999", "--agent", "/none")).err())
                .contains("/none");
    }

    private Result done(String... arguments) {
        return check(0, ckptctl.run(arguments));
    }

    private JsonObject object(String... arguments) {
        return done(arguments).json().getAsJsonObject();
    }

    private Result refused(int code, String... arguments) {
        return check(code, ckptctl.run(arguments));
    }

    private static Result check(int code, Result result) {
        assertThat(result.code())
                .as("%s%n%s%n%s", result.command(), result.out(), result.err())
                .isEqualTo(code);
        return result;
    }

    private static String keys(Object map) {
        return ((Map<?, ?>) map).keySet().toString();
    }

    private static long number(Result result, String name) {
        return result.json().getAsJsonObject().get(name).getAsLong();
    }

    private static String text(JsonElement object, String name) {
        return object.getAsJsonObject().get(name).getAsString();
    }
}
