// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.engine.JobMasterSession;
import io.github.ckptctl.control.model.SettingLimits;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class JobRegistryTest {

    private final ManualTime time = new ManualTime();
    private final List<String> heard = new ArrayList<>();
    private final JobRegistry register =
            new JobRegistry(
                    id ->
                            new JobCheckpointControl(
                                    id, time, time, SettingLimits.NONE, RecordPersister.ofMemory()),
                    new JobRegistry.Listener() {
                        @Override
                        public void started(Job job) {
                            heard.add("started " + job.name());
                        }

                        @Override
                        public void gone(Job job) {
                            heard.add("gone " + job.name());
                        }
                    });

    @Test
    void givesTheFirstCoordinatorTheControlOfTheStartingJob() {
        // given
        JobCheckpointControl early = register.of("a");

        // when
        register.started("a", "job", new TestingView("1"));

        // then
        assertThat(register.of("a")).isSameAs(early);
        assertThat(register.find("a")).isSameAs(early);
        assertThat(register.jobs()).singleElement().extracting(Job::checkpoints).isSameAs(early);
    }

    @Test
    void showsNoJobBeforeItStarts() {
        // when
        JobCheckpointControl early = register.of("a");

        // then
        assertThat(register.jobs()).isEmpty();
        assertThat(register.find("a")).isSameAs(early);
        assertThat(register.find("b")).isNull();
        assertThat(heard).isEmpty();
    }

    @Test
    void isNotifiedOnceOfASessionThatIsReportedOften() {
        // given
        TestingView master = new TestingView("1");

        // when
        register.started("a", "job", master);
        register.started("a", "job", master);

        // then
        assertThat(heard).containsExactly("started job");
    }

    @Test
    void startsAfreshWithTheNextSession() {
        // given
        register.started("a", "job", new TestingView("1"));
        JobCheckpointControl first = register.of("a");

        // when
        register.started("a", "job", new TestingView("2"));

        // then
        assertThat(register.of("a")).isNotSameAs(first);
        assertThat(heard).containsExactly("started job", "gone job", "started job");
    }

    @Test
    void keepsTheNewSessionWhenTheOldOneGoesLate() {
        // given
        register.started("a", "job", new TestingView("1"));
        register.started("a", "job", new TestingView("2"));

        // when
        register.gone("a", new TestingView("1"), false);

        // then
        assertThat(register.jobs()).hasSize(1);
    }

    @Test
    void forgetsWhatNeverStarted() {
        // given: a coordinator's control that is no longer referenced
        register.of("never");

        // when
        await(
                () -> {
                    System.gc();
                    return register.find("never") == null;
                });

        // then
        assertThat(register.find("never")).isNull();
    }

    @Test
    void clearsAll() {
        // given
        register.started("a", "one", new TestingView("1"));
        register.started("b", "two", new TestingView("2"));

        // when
        register.clear();

        // then
        assertThat(register.jobs()).isEmpty();
        assertThat(heard).contains("gone one", "gone two");
    }

    @Test
    void knowsAJobByOneControlAtEveryMoment() throws Exception {
        // given
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < 20_000; i++) {
                String id = "job " + i;
                JobCheckpointControl early = register.of(id);
                CountDownLatch all = new CountDownLatch(3);

                // when: a thread of Flink's looks the job up at the moment when it starts
                Future<JobCheckpointControl> found =
                        threads.submit(() -> meet(all, () -> register.find(id)));
                Future<JobCheckpointControl> given =
                        threads.submit(() -> meet(all, () -> register.of(id)));
                all.countDown();
                all.await();
                register.started(id, "job", new TestingView(id));

                // then
                assertThat(found.get()).isSameAs(early);
                assertThat(given.get()).isSameAs(early);
                register.gone(id, new TestingView(id), true);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static JobCheckpointControl meet(
            CountDownLatch all, Supplier<JobCheckpointControl> deed) throws InterruptedException {
        all.countDown();
        all.await();
        return deed.get();
    }

    @Test
    void givesBackCoordinatorsThatComeWhileItDetaches() {
        // given
        register.started("a", "job", new TestingView("1"));
        JobCheckpointControl early = register.of("b");
        List<JobCheckpointControl> meanwhile = new ArrayList<>();

        // when
        register.detach(
                () -> {
                    meanwhile.add(register.of("c"));
                    register.started("d", "late", new TestingView("2"));
                    heard.add("no hooks");
                },
                (job, why) -> heard.add("failed " + job.jobId()));

        // then
        for (JobCheckpointControl job : List.of(register.of("a"), early, meanwhile.get(0))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> job.suspension().suspend("ALL"))
                    .withMessageContaining("is being taken out");
        }
        assertThat(heard).containsExactly("started job", "no hooks");
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        org.awaitility.Awaitility.await().atMost(java.time.Duration.ofSeconds(30)).until(condition);
    }

    private record TestingView(String session) implements JobMasterSession {
        @Override
        public String status() {
            return "RUNNING";
        }

        @Override
        public boolean isSame(JobMasterSession other) {
            return equals(other);
        }
    }
}
