// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Test of which of several processes owns the name of a cluster, with claims on local files. */
class ClusterClaimTest {

    private static final String NAME = "orders";
    private static final int MANY = 6;
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir private Path base;

    private final BreakableFileSystem fileSystem = new BreakableFileSystem();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void hasAUniqueName() throws Exception {
        ClusterClaim claim = claim(elsewhere(1), LONG);

        assertThat(claim.name()).isEqualTo(NAME);
        claim.look();
        assertThat(claim.problem()).isEmpty();
    }

    @Test
    void goesOnWithTheNameThatWasGivenBack() throws Exception {
        // given
        ClusterClaim before = claim(elsewhere(1), LONG);
        before.name();

        // when
        before.release();

        // then: contacts no other process
        assertThat(claim(elsewhere(2), LONG).name()).isEqualTo(NAME);
    }

    @Test
    void goesOnAtOnceWithTheNameOfAProcessThatHasEndedOnThisMachine() throws Exception {
        // given
        claim(ended(), LONG).name();

        // when
        ClusterClaim claim = claim(ProcessIdentity.own(), LONG);

        // then: contacts no other process
        assertThat(claim.name()).isEqualTo(NAME);
        claim.look();
        assertThat(claim.problem()).isEmpty();
        assertThat(claims()).hasSize(1);
    }

    @Test
    void goesOnWithItsOwnNameInTheSameProcess() throws Exception {
        // given: an agent that was detached and could not release it
        claim(ProcessIdentity.own(), LONG).name();

        assertThat(claim(ProcessIdentity.own(), LONG).name()).isEqualTo(NAME);
    }

    @Test
    void takesNothingFromAProcessThatStillRunsHere() throws Exception {
        // given: paused, or with a storage that hangs
        ClusterClaim first = claim(ProcessIdentity.own(), LONG);
        first.name();

        // when
        ClusterClaim second = claim(ended(), AT_ONCE);

        // then
        assertThat(second.name()).matches(NAME + "-[0-9a-f]{8}");
        assertThat(second.problem())
                .contains(NAME, "process " + ProcessHandle.current().pid(), "store.cluster");

        // and: the first is notified when it looks
        first.look();
        assertThat(first.problem()).contains("another cluster", NAME, "store.cluster");
        first.release();
        assertThat(claim(elsewhere(3), LONG).name()).isEqualTo(NAME);
    }

    @Test
    void takesNothingFromAProcessElsewhereThatAnswers() throws Exception {
        // given
        ClusterClaim first = claim(elsewhere(1), LONG);
        first.name();
        Future<?> looking = lookOnAndOn(first);

        // when
        ClusterClaim second = claim(elsewhere(2), LONG);

        // then
        assertThat(second.name()).startsWith(NAME + "-");
        assertThat(second.problem()).contains("process 1 on host machine-1");
        assertThat(first.problem()).contains("process 2 on host machine-2");
        assertThat(first.name()).isEqualTo(NAME);
        looking.cancel(true);
    }

    @Test
    void goesOnWithTheNameOfAProcessElsewhereThatDoesNotAnswer() throws Exception {
        // given
        ClusterClaim first = claim(elsewhere(1), LONG);
        first.name();

        // when
        ClusterClaim second = claim(elsewhere(2), SHORT);

        // then
        assertThat(second.name()).isEqualTo(NAME);

        // and: should it resume, it is notified
        Future<?> looking = lookOnAndOn(second);
        first.look();
        assertThat(first.problem()).contains("taken over by process 2 on host machine-2");
        assertThat(second.name()).isEqualTo(NAME);
        looking.cancel(true);
    }

    @Test
    void claimsAgainWhatWasDeleted() throws Exception {
        // given
        ClusterClaim first = claim(elsewhere(1), LONG);
        first.name();
        try (Stream<Path> files = Files.list(directory())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }

        // when
        first.look();

        // then
        assertThat(first.problem()).isEmpty();
        assertThat(claims()).hasSize(1);
    }

    @Test
    void readsOnWhereNothingCanBeWritten() throws Exception {
        // given
        claim(ended(), LONG).name();
        fileSystem.readOnly = true;
        ClusterClaim claim = claim(ProcessIdentity.own(), LONG);

        // when
        assertThat(claim.name()).isEqualTo(NAME);

        // then: it claims when it can
        List<String> before = claims();
        fileSystem.readOnly = false;
        claim.look();
        assertThat(claims()).hasSize(1).doesNotContainAnyElementsOf(before);
    }

    @Test
    void readsNothingWhereItCannotAskWhetherAnotherLives() throws Exception {
        // given
        claim(elsewhere(1), LONG).name();
        fileSystem.readOnly = true;

        // when, then
        assertThatThrownBy(claim(elsewhere(2), AT_ONCE)::name)
                .isInstanceOf(IOException.class)
                .hasMessage("read-only file system");
    }

    @Test
    void asksAProcessWhoseClaimIsTorn() throws Exception {
        // given
        Files.createDirectories(directory());
        Files.writeString(directory().resolve("0123abcd.claim"), "proce");

        assertThat(claim(ProcessIdentity.own(), AT_ONCE).name()).isEqualTo(NAME);
    }

    @Test
    void letsOneOfManyHaveTheNameThatComeAtOnce() throws Exception {
        for (int trial = 0; trial < 20; trial++) {
            // given: none of them can look the others up, and each answers
            Path here = base.resolve("trial-" + trial);
            List<ClusterClaim> claims = new ArrayList<>();
            for (int number = 0; number < MANY; number++) {
                claims.add(claim(here, elsewhere(number), LONG));
            }
            List<Future<?>> looking = claims.stream().map(this::lookOnAndOn).toList();

            // when, then
            assertThat(namesAtOnce(claims))
                    .doesNotHaveDuplicates()
                    .filteredOn(NAME::equals)
                    .hasSize(1);
            looking.forEach(future -> future.cancel(true));
        }
    }

    @Test
    void letsOneOfManySucceedAProcessThatHasEnded() throws Exception {
        List<Process> processes = new ArrayList<>();
        try {
            for (int number = 0; number < MANY; number++) {
                processes.add(new ProcessBuilder("sleep", "600").start());
            }
            for (int trial = 0; trial < 20; trial++) {
                // given: none responds, but they can look each other up
                Path here = base.resolve("trial-" + trial);
                claim(here, ended(), LONG).name();
                List<ClusterClaim> claims =
                        processes.stream()
                                .map(process -> ProcessIdentity.of(process.pid()))
                                .map(identity -> claim(here, identity, LONG))
                                .toList();

                // when, then
                assertThat(namesAtOnce(claims))
                        .doesNotHaveDuplicates()
                        .filteredOn(NAME::equals)
                        .hasSize(1);
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private List<String> namesAtOnce(List<ClusterClaim> claims) throws Exception {
        CyclicBarrier start = new CyclicBarrier(claims.size());
        List<Callable<String>> callers = new ArrayList<>();
        for (ClusterClaim claim : claims) {
            callers.add(
                    () -> {
                        start.await();
                        return claim.name();
                    });
        }
        List<String> names = new ArrayList<>();
        for (Future<String> name : threads.invokeAll(callers)) {
            names.add(name.get());
        }
        return names;
    }

    private Future<?> lookOnAndOn(ClusterClaim claim) {
        return threads.submit(
                () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        try {
                            claim.look();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        LockSupport.parkNanos(5_000_000);
                    }
                });
    }

    private ClusterClaim claim(ProcessIdentity self, Duration patience) {
        return claim(base, self, patience);
    }

    private ClusterClaim claim(Path here, ProcessIdentity self, Duration patience) {
        return new ClusterClaim(
                new org.apache.flink.core.fs.Path(here.toUri()),
                path -> fileSystem,
                NAME,
                self,
                patience);
    }

    private Path directory() {
        return base.resolve(NAME).resolve("claims");
    }

    private List<String> claims() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".claim"))
                    .toList();
        }
    }

    private static ProcessIdentity elsewhere(int number) {
        return new ProcessIdentity(
                Integer.toString(number), "1", "pid:[1]", "boot-" + number, "machine-" + number);
    }

    /** Returns an ended process that would be found in the process table if it ran. */
    private static ProcessIdentity ended() {
        return ProcessIdentity.parse(
                ProcessIdentity.own().text().replaceFirst("process=\\d+", "process=99999999"));
    }
}
