// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.unaligned;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.AgentProgram;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.Counting;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Stress test of the switch between aligned and unaligned checkpoints: in an order that the seed
 * gives, between failures, rescales and an agent that leaves and comes again.
 */
@Tag("full")
class UnalignedStressITCase {

    private static final int ACTIONS = Integer.getInteger("ckptctl.flips", 9);
    private static final long SEED = Long.getLong("ckptctl.seed", 5);
    private static final String OPTIONS = "jolokia.enabled=false,unaligned.ready=true";
    private static final Duration SOON = Duration.ofMinutes(3);

    @TempDir Path directory;

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#all")
    @Proves(
            scenario =
                    "unaligned checkpoints switched on and off between failures, rescales and detaches:"
                            + " each record is counted once")
    void countsEachRecordOnceThroughFailures(FlinkLine line, TestInfo test) throws Exception {
        Random random = new Random(SEED);
        try (FlinkCluster cluster =
                line.cluster(test).agent(AgentJar.path(), OPTIONS).jmx(true).slots(4).start()) {
            // given
            Counting counting = new Counting(directory);
            Path fail = directory.resolve("fail");
            String job =
                    counting.submit(
                            cluster,
                            "",
                            "--failFile",
                            fail.toString(),
                            // few in the buffers, so that an aligned checkpoint is soon done
                            "--recordBytes",
                            "8192");
            Beans beans = new Beans(cluster);
            List<Action> actions = actions(line, random);

            // when
            for (Action action : actions) {
                System.out.printf("Flink %s, seed %d: %s%n", line, SEED, action);
                CheckpointCoordinatorMXBean bean = beans.job(job);
                long newest = bean.getLatestCompletedId();
                switch (action) {
                    case ENABLE ->
                            await("the change")
                                    .atMost(SOON)
                                    .until(() -> isEnabled(bean, newest > 0));
                    case DISABLE -> disable(bean);
                    case FAIL -> {
                        String attempt = Counting.attempt(cluster.rest(), job);
                        Files.createFile(fail);
                        await("the restart")
                                .atMost(SOON)
                                .until(
                                        () ->
                                                !Counting.attempt(cluster.rest(), job)
                                                        .equals(attempt));
                    }
                    case KILL -> killTaskManager(cluster);
                    case RESCALE ->
                            Counting.rescale(
                                    cluster.rest(),
                                    job,
                                    cluster.rest().vertices(job).get(0).parallelism() == 2 ? 3 : 2);
                    case ATTACH_AGAIN -> attachAgain(cluster, beans);
                }
                cluster.rest().awaitRunning(job);
                CheckpointCoordinatorMXBean next = beans.job(job);
                await("a checkpoint after " + action)
                        .atMost(SOON)
                        .until(() -> next.getLatestCompletedId() > newest);
                beans.assertHooksAreWell();
            }

            // then
            counting.assertNothingIsLostOrDoubled(cluster.rest(), job);
        }
    }

    /** Returns actions of which each kind comes, and no two of a kind follow each other. */
    private static List<Action> actions(FlinkLine line, Random random) {
        List<Action> kinds = new ArrayList<>(List.of(Action.values()));
        if (!line.adaptive()) {
            kinds.remove(Action.RESCALE);
        }
        List<Action> actions = new ArrayList<>(kinds);
        while (actions.size() < ACTIONS) {
            Action next = kinds.get(random.nextInt(kinds.size()));
            if (next != actions.get(actions.size() - 1)) {
                actions.add(next);
            }
        }
        return actions;
    }

    /**
     * Switches unaligned checkpoints on, unless the job still restarts: a checkpoint may complete
     * between the loss of a TaskManager and the moment in which Flink notices it.
     */
    private static boolean isEnabled(CheckpointCoordinatorMXBean bean, boolean allowRestart) {
        try {
            bean.enableUnaligned(allowRestart, "stress");
        } catch (IllegalStateException e) {
            assertThat(e)
                    .hasMessageContaining("nothing changed")
                    .hasMessageContaining("not RUNNING");
            return false;
        }
        return true;
    }

    /** Switches off what is on; the tasks of a job that was attached to may be aligned ones. */
    private static void disable(CheckpointCoordinatorMXBean bean) {
        if (bean.isUnalignedEnabled()) {
            bean.setUnalignedEnabled(false);
        }
        assertThat(bean.isUnalignedEnabled()).isFalse();
    }

    private static void killTaskManager(FlinkCluster cluster) {
        cluster.killTaskManager(cluster.taskManagers().size() - 1);
        cluster.startTaskManager();
    }

    /** Attaches while the agent may still be leaving. */
    private static void attachAgain(FlinkCluster cluster, Beans beans) {
        beans.agent().detach();
        beans.awaitNone();
        AgentProgram attached = AgentProgram.run("attach", cluster.jobManagerPid(), OPTIONS);
        assertThat(attached.exitCode()).as(attached.output()).isZero();
    }

    /** Something that happens to the job or the agent. */
    private enum Action {
        ENABLE,
        FAIL,
        DISABLE,
        KILL,
        RESCALE,
        ATTACH_AGAIN
    }
}
