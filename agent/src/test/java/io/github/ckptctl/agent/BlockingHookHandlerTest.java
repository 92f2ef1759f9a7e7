// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.bootstrap.CheckpointHookHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class BlockingHookHandlerTest {

    private final ConcurrentLinkedQueue<Object> heard = new ConcurrentLinkedQueue<>();
    private final CheckpointHookHandler agent =
            new CheckpointHookHandler() {
                @Override
                public void jobMasterStarted(Object jobMaster) {
                    heard.add(jobMaster);
                }

                @Override
                public void coordinatorCreated(Object coordinator) {
                    heard.add(coordinator);
                }
            };

    @Test
    void letsAJobWaitForTheAgent() {
        // given
        BlockingHookHandler starting = new BlockingHookHandler(Duration.ofHours(1));
        CompletableFuture<Void> job =
                CompletableFuture.runAsync(() -> starting.jobMasterStarted("the job"));

        // when
        starting.ready(agent);
        job.join();

        // then
        assertThat(heard).containsExactlyElementsOf(List.of("the job"));
    }

    @Test
    void letsJobsGoOnWhenTheAgentTakesTooLong() {
        // given
        BlockingHookHandler starting = new BlockingHookHandler(Duration.ZERO);

        // when
        starting.coordinatorCreated("a coordinator");
        starting.jobMasterStarted("its job");
        starting.ready(agent);
        starting.jobMasterStarted("a later job");

        // then
        assertThat(heard).containsExactlyElementsOf(List.of("a later job"));
    }

    @Test
    void doesNotSwallowAnInterrupt() {
        // given
        BlockingHookHandler starting = new BlockingHookHandler(Duration.ofHours(1));
        Thread.currentThread().interrupt();

        // when
        starting.jobMasterStarted("the job");

        // then
        assertThat(Thread.interrupted()).isTrue();
        assertThat(heard).isEmpty();
    }
}
