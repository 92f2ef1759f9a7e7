// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.persistence;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.JobManager;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Test of settings persisted in Flink's own storage while real JobManagers take over from each
 * other.
 */
class FailoverITCase {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final int KILLS = Integer.getInteger("ckptctl.kills", 3);

    @ParameterizedTest
    @Tag("main")
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#all")
    @Proves(
            value = Capability.PERSISTENCE,
            scenario =
                    "the leader killed again and again while settings change: nothing acknowledged is lost")
    void losesNothingThatWasAcknowledged(FlinkLine line, TestInfo test) throws Exception {
        ExecutorService operator = Executors.newSingleThreadExecutor();
        try (FlinkCluster cluster = cluster(line, test)) {
            String job = submit(cluster);
            State state = State.of(new Beans(cluster.leader().jmx()).job(job));
            int suspended = 0;
            for (int kill = 1; kill <= KILLS; kill++) {
                // given: a client that changes settings for as long as any JobManager responds
                JobManager leader = cluster.leader();
                Changes changes = new Changes(new Beans(leader.jmx()).job(job), state, kill);
                Future<?> changing = operator.submit(changes);
                changes.awaitSome();

                // when
                leader.process().kill();
                changing.get();

                // then
                JobManager heir = cluster.leader();
                CheckpointCoordinatorMXBean bean = new Beans(heir.jmx()).job(job);
                heir.rest().awaitRunning(job);
                state = State.of(bean);
                assertThat(state).as("kill %d", kill).isIn(changes.acknowledged, changes.asked);
                if (state.suspension() != SuspensionMode.NONE) {
                    suspended++;
                    assertThat(bean.getTriggeredCount()).as("kill %d", kill).isZero();
                    assertThat(bean.getPendingCount()).isZero();
                }
                assertThat(bean.getRestoredCount()).isEqualTo(1);
                new Beans(heir.jmx()).assertHooksAreWell();
                cluster.startJobManager();
            }
            System.out.printf(
                    "Flink %s: the leader killed %d times, %d times while suspended; nothing lost%n",
                    line, KILLS, suspended);
            cluster.rest().cancel(job);
        } finally {
            operator.shutdownNow();
        }
    }

    @ParameterizedTest
    @Tag("full")
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#defaults")
    @Proves(scenario = "a leader that slept through its deposition changes nothing")
    void ignoresAFormerLeader(FlinkLine line, TestInfo test) throws Exception {
        try (FlinkCluster cluster = cluster(line, test)) {
            // given
            String job = submit(cluster);
            JobManager sleeper = cluster.leader();
            CheckpointCoordinatorMXBean old = new Beans(sleeper.jmx()).job(job);
            old.setTimeout(700_000);
            sleeper.process().pause();

            // when
            JobManager heir = cluster.leader();
            CheckpointCoordinatorMXBean bean = new Beans(heir.jmx()).job(job);
            assertThat(bean.getTimeout()).isEqualTo(700_000);
            bean.setTimeout(800_000);
            sleeper.process().resume();
            Throwable refused = catchThrowable(() -> old.setTimeout(900_000));

            // then: rejected, or its MBean is gone already
            assertThat(refused)
                    .isInstanceOfAny(
                            IllegalStateException.class, UndeclaredThrowableException.class);
            assertThat(bean.getTimeout()).isEqualTo(800_000);
            await("the sleeper to let go")
                    .atMost(SOON)
                    .until(() -> new Beans(sleeper.jmx()).jobNames().isEmpty());

            // when: the guard of transactions, under a suspension, meets the end of its leader
            bean.updateSettings(
                    Map.of("TransactionTimeout", "4000", "TransactionGuard", "TRIGGER"), "", 0, -1);
            bean.suspend("PERIODIC");
            heir.process().kill();

            // then: the next leader has all of it, and no checkpoint but those of the guard
            assertThat(cluster.leader()).isSameAs(sleeper);
            CheckpointCoordinatorMXBean last = new Beans(sleeper.jmx()).job(job);
            sleeper.rest().awaitRunning(job);
            assertThat(last.getTimeout()).isEqualTo(800_000);
            assertThat(last.getTransactionTimeout()).isEqualTo(4_000);
            assertThat(last.getTransactionGuard()).isEqualTo("TRIGGER");
            assertThat(last.getSuspension()).isEqualTo(SuspensionMode.PERIODIC);
            await("a checkpoint that the guard triggers")
                    .atMost(SOON)
                    .until(() -> last.getCompletedSinceRestore() > 0 && isGuarded(last));
            assertThat(last.getSuspension()).isEqualTo(SuspensionMode.PERIODIC);
            new Beans(sleeper.jmx()).assertHooksAreWell();
            cluster.rest().cancel(job);
        }
    }

    /** Returns whether the guard has triggered a checkpoint since the job was restored. */
    private static boolean isGuarded(CheckpointCoordinatorMXBean bean) {
        return Stream.of(bean.getHistory())
                .filter(entry -> entry.getAt() > bean.getRestoredAt())
                .filter(entry -> entry.getAction().equals("triggerCheckpoint"))
                .anyMatch(entry -> entry.getReason().contains("TransactionGuard TRIGGER"));
    }

    private static FlinkCluster cluster(FlinkLine line, TestInfo test) {
        return line.cluster(test)
                .highAvailability(2)
                .agent(AgentJar.path(), "jolokia.enabled=false")
                .jmx(true)
                .start();
    }

    private static String submit(FlinkCluster cluster) {
        for (JobManager jobManager : cluster.jobManagers()) {
            await("the agent of " + jobManager)
                    .atMost(SOON)
                    .until(() -> jobManager.jmx().isRegistered(CheckpointObjectNames.agent()));
        }
        String job =
                cluster.rest()
                        .submit(
                                TestJobs.slowSnapshotJob(cluster.distribution()),
                                List.of("--interval", "300", "--timeout", "600000"),
                                2);
        cluster.rest().awaitRunning(job);
        Beans beans = new Beans(cluster.leader().jmx());
        assertThat(beans.agent().getPersistenceLocation()).endsWith("/ckptctl");
        SharedClusterTestBase.awaitCheckpoint(beans.job(job));
        return job;
    }

    /** The state that must not be lost. */
    private record State(long timeout, long interval, long minPause, SuspensionMode suspension) {

        static State of(CheckpointCoordinatorMXBean bean) {
            return new State(
                    bean.getTimeout(),
                    bean.getInterval(),
                    bean.getMinPause(),
                    bean.getSuspension());
        }
    }

    /** Client that changes something at random, again and again, until no JobManager responds. */
    private static final class Changes implements Runnable {

        private final CheckpointCoordinatorMXBean bean;
        private final Random random;
        private final CountDownLatch some;

        /** The state of the last response. */
        private volatile State acknowledged;

        /** The state requested last, acknowledged or not. */
        private volatile State asked;

        Changes(CheckpointCoordinatorMXBean bean, State start, long seed) {
            this.bean = bean;
            this.acknowledged = start;
            this.asked = start;
            this.random = new Random(seed);
            this.some = new CountDownLatch(3 + random.nextInt(20));
        }

        void awaitSome() throws InterruptedException {
            some.await();
        }

        @Override
        public void run() {
            try {
                while (true) {
                    change();
                    acknowledged = asked;
                    some.countDown();
                }
            } catch (UndeclaredThrowableException e) {
                assertThat(e.getCause()).isInstanceOf(IOException.class);
            } finally {
                while (some.getCount() > 0) {
                    some.countDown();
                }
            }
        }

        private void change() {
            State now = acknowledged;
            long value = 1_000 + random.nextInt(100_000);
            switch (random.nextInt(4)) {
                case 0 -> {
                    asked = new State(value, now.interval(), now.minPause(), now.suspension());
                    bean.setTimeout(value);
                }
                case 1 -> {
                    long minPause = random.nextInt(200);
                    asked = new State(now.timeout(), 200 + value / 100, minPause, now.suspension());
                    bean.updateSettings(
                            Map.of(
                                    "Interval", Long.toString(200 + value / 100),
                                    "MinPause", Long.toString(minPause)),
                            "at random",
                            0,
                            -1);
                }
                case 2 -> {
                    SuspensionMode mode =
                            random.nextBoolean() ? SuspensionMode.ALL : SuspensionMode.PERIODIC;
                    asked = new State(now.timeout(), now.interval(), now.minPause(), mode);
                    bean.suspend(mode.name());
                }
                default -> {
                    asked =
                            new State(
                                    now.timeout(),
                                    now.interval(),
                                    now.minPause(),
                                    SuspensionMode.NONE);
                    bean.resume();
                }
            }
        }
    }
}
