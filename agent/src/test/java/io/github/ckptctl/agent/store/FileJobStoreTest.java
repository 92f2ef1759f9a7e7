// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.store;

import io.github.ckptctl.control.change.JobStore.Session;
import io.github.ckptctl.control.model.JobRecord;
import io.github.ckptctl.control.model.Pin;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SettingOverride;
import io.github.ckptctl.control.model.Suspension;
import io.github.ckptctl.control.model.TextSanitizer;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Test of records as files, on a local file system. */
class FileJobStoreTest {

    private static final String JOB = "91c1f913dd4b6432168071628355724c";
    private static final String CLUSTER = "orders";

    @TempDir private Path base;

    private final BreakableFileSystem fileSystem = new BreakableFileSystem();

    @Test
    void givesTheNewestRecordToTheNextReader() throws Exception {
        // given
        Session first = open();
        assertThat(first.found()).isEmpty();
        for (long revision = 1; revision <= 12; revision++) {
            write(first, revision);
        }

        // when
        JobRecord found = open().found().orElseThrow();

        // then
        assertThat(found).usingRecursiveComparison().isEqualTo(record(12));
    }

    @Test
    void keepsOneRecordAndOneClaim() throws Exception {
        // given, when
        write(open(), 1);
        Session last = open();
        write(last, 2);
        write(last, 3);

        // then
        assertThat(files()).hasSize(2).anyMatch(isRecord()).anyMatch(isClaim());
    }

    @Test
    void rejectsTheOlderOfTwo() throws Exception {
        // given
        Session old = open();
        write(old, 1);
        Session next = open();
        write(next, 2);

        // when, then
        assertThatThrownBy(() -> write(old, 3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another JobManager has taken the job over");
        assertThat(open().found().orElseThrow().revision()).isEqualTo(2);
    }

    @Test
    void losesNothingThatTheOlderOfTwoBelievedToBeKept() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(1);
        try {
            for (int trial = 0; trial < 300; trial++) {
                // given: one that writes until it is rejected
                Session old = open();
                long before = old.found().map(JobRecord::revision).orElse(0L);
                CyclicBarrier start = new CyclicBarrier(2);
                Future<Long> lastKept =
                        threads.submit(
                                () -> {
                                    start.await();
                                    return writeUntilRefused(old, before);
                                });

                // when: another takes over at some moment
                start.await();
                long nanos = System.nanoTime() + ThreadLocalRandom.current().nextLong(3_000_000);
                while (System.nanoTime() < nanos) {
                    Thread.onSpinWait();
                }
                Session next = open();

                // then: a rejected write may have become visible, a successful one must have
                long kept = lastKept.get();
                long found = next.found().map(JobRecord::revision).orElse(0L);
                assertThat(found).isBetween(kept, kept + 1);
                assertThat(open().found().map(JobRecord::revision).orElse(0L)).isEqualTo(found);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void letsOneOfManyWinWhoComeAtOnce() throws Exception {
        // given
        int many = 8;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            for (int trial = 0; trial < 30; trial++) {
                CyclicBarrier start = new CyclicBarrier(many);
                Callable<Session> comer =
                        () -> {
                            start.await();
                            return open();
                        };

                // when
                List<Session> sessions = new ArrayList<>();
                for (Future<Session> session :
                        threads.invokeAll(Stream.generate(() -> comer).limit(many).toList())) {
                    sessions.add(session.get());
                }

                // then
                assertThat(sessions.stream().filter(this::canWrite)).hasSize(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void goesBackToTheRecordBeforeATornOne() throws Exception {
        // given: an interrupted write
        Session session = open();
        write(session, 1);
        fileSystem.full = true;
        fileSystem.readOnly = false;
        assertThatThrownBy(() -> write(session, 2)).hasMessageContaining("no space left");
        fileSystem.full = false;
        Path whole = only(isRecord());
        Files.writeString(
                whole.resolveSibling(
                        whole.getFileName()
                                .toString()
                                .replaceFirst("\\d{10}\\.json", "0000000099.json")),
                Files.readString(whole).substring(0, 100));

        // when, then
        assertThat(open().found().orElseThrow().revision()).isEqualTo(1);
        assertThat(files()).anyMatch(name -> name.endsWith("0000000099.json.aside"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not JSON",
                "[]",
                "{}",
                "{\"format\": 1, \"jobId\": \"another\"}",
                "{\"format\": 1, \"jobId\": \"" + JOB + "\", \"revision\": \"many\"}",
                "{\"format\": 1, \"jobId\": \"" + JOB + "\", \"jobId\": \"" + JOB + "\"}",
                "{\"format\": 4294967297, \"format\": 1}",
                "{\"format\": 1.0, \"jobId\": \"" + JOB + "\"}"
            })
    void setsAsideWhatIsNoRecord(String text) throws Exception {
        // given
        write(open(), 1);
        Path file = Files.writeString(only(isRecord()), text);

        // when
        Session session = open();

        // then
        assertThat(session.found()).isEmpty();
        assertThat(Path.of(file + ".aside")).hasContent(text);
        write(session, 7);
        assertThat(open().found().orElseThrow().revision()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"revision\":1.5",
                "\"revision\":-2",
                "\"revision\":9223372036854775807",
                "\"revision\":18446744073709551617",
                "\"revision\":1e3",
                "\"revision\":\"1\"",
                "\"revision\":null"
            })
    void setsAsideARecordWhoseNumberIsNone(String field) throws Exception {
        // given
        write(open(), 1);
        Path file = only(isRecord());
        String text = Files.readString(file).replace("\"revision\":1,", field + ",");
        assertThat(text).contains(field);
        Files.writeString(file, text);

        // when, then
        assertThat(open().found()).isEmpty();
        assertThat(Path.of(file + ".aside")).hasContent(text);
    }

    @Test
    void setsAsideWhatIsNestedOrLongWithoutEnd() throws Exception {
        for (String text : List.of("[".repeat(3_000_000), " ".repeat(8_000_000))) {
            // given
            write(open(), 1);
            Path file = Files.writeString(only(isRecord()), text);

            // when, then
            assertThat(open().found()).isEmpty();
            assertThat(Path.of(file + ".aside")).hasSize(text.length());
        }
    }

    @Test
    void ignoresAClaimWithAnImpossibleNumber() throws Exception {
        // given
        write(open(), 1);
        Path claim = only(isClaim()).resolveSibling("9999999999-0badf00d-0000000000.claim");
        Files.writeString(claim, "");

        // when
        Session session = open();
        write(session, 2);

        // then
        assertThat(open().found().orElseThrow().revision()).isEqualTo(2);
        assertThat(claim).exists();
    }

    @Test
    void readsTheLongestRecordThatThereCanBe() throws Exception {
        // given: each character escaped
        String longest = "\\".repeat(TextSanitizer.MOST);
        List<ChangeHistoryEntry> history =
                Collections.nCopies(
                        200,
                        new ChangeHistoryEntry(
                                1, 1, longest, longest, longest, longest, longest, longest));
        JobRecord record = new JobRecord(1, 1, Map.of(), Suspension.NONE, history);

        // when
        open().write(record, () -> true);

        // then
        assertThat(open().found().orElseThrow().history()).hasSize(200);
    }

    @Test
    void acknowledgesNothingThatCouldNotBeReadBack() throws Exception {
        // given
        Session session = open();
        write(session, 1);
        String tooLong = "x".repeat(5_000_000);
        ChangeHistoryEntry entry = new ChangeHistoryEntry(1, 1, "", "", "", "", tooLong, "");
        JobRecord record = new JobRecord(2, 1, Map.of(), Suspension.NONE, List.of(entry));

        // when, then
        assertThatThrownBy(() -> session.write(record, () -> true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("at most 4194304");
        assertThat(open().found().orElseThrow().revision()).isEqualTo(1);
    }

    @Test
    void readsTheWordsOfEarlierRecords() throws Exception {
        // given
        write(open(), 4);
        Path file = only(isRecord());
        String text = Files.readString(file);
        String former =
                text.replace("\"history\"", "\"ledger\"")
                        .replace("\"UnalignedEnabled\"", "\"UnalignedAllowed\"");

        // when
        Files.writeString(file, former);

        // then
        assertThat(former).isNotEqualTo(text).doesNotContain("history", "UnalignedEnabled");
        JobRecord read = open().found().orElseThrow();
        assertThat(read.overrides()).containsOnlyKeys(Setting.TIMEOUT, Setting.UNALIGNED_ENABLED);
        assertThat(read.history()).hasSize(1);
    }

    @Test
    void readsPinsAndRecordsWithoutAny() throws Exception {
        // given
        Pin pin = new Pin(7, "file:/c/chk-7", 5, 30, 6, "ann", "before \"the\" upgrade");
        open().write(record(4).with(List.of(pin)), () -> true);

        // when
        JobRecord read = open().found().orElseThrow();

        // then
        assertThat(read.pins()).singleElement().usingRecursiveComparison().isEqualTo(pin);
        assertThat(read).asString().endsWith(", pinned checkpoints 7");

        // and: what was written before there were any
        Path file = only(isRecord());
        String text = Files.readString(file);
        String former = text.replaceFirst("\"pins\":\\[[^]]*],", "");
        Files.writeString(file, former);
        assertThat(former).isNotEqualTo(text).doesNotContain("pins");
        assertThat(open().found().orElseThrow().pins()).isEmpty();
    }

    @Test
    void leavesARecordOfALaterFormatAlone() throws Exception {
        // given
        write(open(), 1);
        String text = "{\"format\": 2, \"news\": true}";
        Path file = Files.writeString(only(isRecord()), text);

        // when, then
        assertThatThrownBy(this::open)
                .isInstanceOf(NewerRecordException.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining("knows 1");
        assertThat(file).hasContent(text);
    }

    @Test
    void keepsTheRecordBeforeWhenTheDiskIsFull() throws Exception {
        // given
        Session session = open();
        write(session, 1);

        // when
        fileSystem.full = true;
        assertThatThrownBy(() -> write(session, 2)).hasMessageContaining("no space left");

        // then: read while it is full, and written when it is no longer
        assertThat(open().found().orElseThrow().revision()).isEqualTo(1);
        fileSystem.full = false;
        Session next = open();
        write(next, 3);
        assertThat(open().found().orElseThrow().revision()).isEqualTo(3);
    }

    @Test
    void readsWhatCannotBeWritten() throws Exception {
        // given
        write(open(), 1);
        fileSystem.readOnly = true;

        // when
        Session session = open();

        // then
        assertThat(session.found().orElseThrow().revision()).isEqualTo(1);
        assertThatThrownBy(() -> write(session, 2)).hasMessageContaining("read-only");
        fileSystem.readOnly = false;
        write(session, 3);
        assertThat(open().found().orElseThrow().revision()).isEqualTo(3);
    }

    @Test
    void doesNotComeBetweenWhenItCouldNotClaimAtFirst() throws Exception {
        // given
        write(open(), 1);
        fileSystem.readOnly = true;
        Session old = open();
        fileSystem.readOnly = false;

        // when: another takes over meanwhile
        Session next = open();
        write(next, 2);

        // then
        assertThatThrownBy(() -> write(old, 3)).hasMessageContaining("another JobManager");
        write(next, 4);
        assertThat(open().found().orElseThrow().revision()).isEqualTo(4);
    }

    @Test
    void saysWhenNothingCanBeRead() {
        fileSystem.unreadable = true;

        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessage("input/output error");
    }

    @Test
    void takesBackWhatNoThreadWaitsFor() throws Exception {
        // given
        Session session = open();
        write(session, 1);

        // when
        session.write(record(2), () -> false);

        // then
        assertThat(open().found().orElseThrow().revision()).isEqualTo(1);
    }

    @Test
    void leavesNothingOfAJobThatIsOver() throws Exception {
        // given
        Session session = open();
        write(session, 1);

        // when
        session.delete();

        // then
        assertThat(base.resolve(CLUSTER).resolve(JOB)).doesNotExist();
        assertThatThrownBy(() -> write(session, 2)).hasMessageContaining("or it is over");
        assertThat(open().found()).isEmpty();
    }

    @Test
    void deletesNothingThatAnotherHasTakenOver() throws Exception {
        // given
        Session old = open();
        write(old, 1);
        open();

        // when, then
        assertThatThrownBy(old::delete).hasMessageContaining("another JobManager");
        assertThat(open().found().orElseThrow().revision()).isEqualTo(1);
    }

    @Test
    void leavesTheRecordOfAnotherClusterAlone() throws Exception {
        // given: a job of the same id
        Session first = open();
        write(first, 1);

        // when
        Session second = open("payments");
        assertThat(second.found()).isEmpty();
        write(second, 7);
        write(first, 2);
        second.delete();

        // then
        write(first, 3);
        assertThat(open().found().orElseThrow().revision()).isEqualTo(3);
        assertThat(base.resolve("payments").resolve(JOB)).doesNotExist();
    }

    @Test
    void deletesARecordThatItCouldNotClaimAtFirst() throws Exception {
        // given
        write(open(), 1);
        fileSystem.readOnly = true;
        Session session = open();
        fileSystem.readOnly = false;

        // when
        session.delete();

        // then
        assertThat(open().found()).isEmpty();
    }

    private Session open() throws IOException {
        return open(CLUSTER);
    }

    private Session open(String cluster) throws IOException {
        return new FileJobStore(
                        new org.apache.flink.core.fs.Path(base.toUri()),
                        path -> fileSystem,
                        () -> cluster)
                .open(JOB);
    }

    private long writeUntilRefused(Session session, long revision) {
        long kept = revision;
        try {
            while (true) {
                write(session, kept + 1);
                kept++;
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("another JobManager");
            return kept;
        }
    }

    private boolean canWrite(Session session) {
        try {
            write(session, 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void write(Session session, long revision) throws IOException {
        session.write(record(revision), () -> true);
    }

    private static JobRecord record(long revision) {
        return new JobRecord(
                revision,
                5,
                Map.of(
                        Setting.TIMEOUT,
                        new SettingOverride(60_000, 10_000, 5, "ann", "slow \"store\"\n\u20ac", -1),
                        Setting.UNALIGNED_ENABLED,
                        new SettingOverride(0, 1, 6, "", "", 99)),
                new Suspension(SuspensionMode.PERIODIC, 7, "bob", "move", 1_000),
                List.of(
                        new ChangeHistoryEntry(
                                5, 1, "updateSettings", "a", "b", "ann", "why", "DONE")));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(base.resolve(CLUSTER).resolve(JOB))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .toList();
        }
    }

    private Path only(Predicate<String> which) throws IOException {
        List<String> names = files().stream().filter(which).toList();
        assertThat(names).hasSize(1);
        return base.resolve(CLUSTER).resolve(JOB).resolve(names.get(0));
    }

    private static Predicate<String> isRecord() {
        return name -> name.endsWith(".json");
    }

    private static Predicate<String> isClaim() {
        return name -> name.endsWith(".claim");
    }
}
