// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.rest;

import io.github.ckptctl.agent.jmx.JmxAccess;
import io.github.ckptctl.agent.jmx.JobMBeanExporter;
import io.github.ckptctl.control.Job;
import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.JobRegistry;
import io.github.ckptctl.control.RecordingEngine;
import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.engine.JobMasterSession;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.flink.rest.JobRequest;
import io.github.ckptctl.flink.rest.JobResponse;

import javax.management.MBeanServerFactory;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Endpoint for the routes of one job, for tests of other packages too. */
public final class TestingFace {

    private TestingFace() {}

    /**
     * Returns a function that answers calls about the job with this id, and rejects those about
     * others.
     */
    public static Function<JobRequest, CompletableFuture<JobResponse>> ofOneJob(String id) {
        JobRegistry register = register();
        register.of(id).attach(new RecordingEngine(600_000, 60_000, 0));
        register.started(id, "orders", new SomeMaster());
        JobRequestHandlerImpl face = of(register, Runnable::run);
        return call -> {
            CompletableFuture<JobResponse> reply = face.answer(call);
            return reply == null
                    ? CompletableFuture.completedFuture(
                            JobResponse.refused(404, List.of("There is no such job.")))
                    : reply;
        };
    }

    /** Returns the handler of requests to these jobs. */
    public static JobRequestHandlerImpl of(JobRegistry register, Executor waiting) {
        JobMBeanExporter beans =
                new JobMBeanExporter(
                        MBeanServerFactory.newMBeanServer(),
                        JmxAccess.OPEN,
                        Clock.systemUTC(),
                        Runnable::run,
                        Runnable::run);
        return new JobRequestHandlerImpl(register, beans::beanOf, waiting);
    }

    static JobRegistry register() {
        return new JobRegistry(
                id ->
                        new JobCheckpointControl(
                                id,
                                Clock.systemUTC(),
                                (task, delay) -> () -> {},
                                SettingLimits.NONE,
                                RecordPersister.ofMemory()),
                new Unheard());
    }

    static final class Unheard implements JobRegistry.Listener {
        @Override
        public void started(Job job) {}

        @Override
        public void gone(Job job) {}
    }

    static final class SomeMaster implements JobMasterSession {
        @Override
        public String status() {
            return "RUNNING";
        }

        @Override
        public boolean isSame(JobMasterSession other) {
            return this == other;
        }
    }
}
