// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.Capability;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.rest.messages.ThreadDumpInfo;
import org.apache.flink.runtime.scheduler.SchedulerNG;
import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The parts of Flink by which the subtasks that hold a checkpoint are looked into and failed. Names
 * are those of 1.18.1 to 2.3.0 unless a comment says otherwise. Immutable.
 */
final class HolderInternals {

    private static final String RESOURCE_MANAGER =
            "org.apache.flink.runtime.resourcemanager.ResourceManagerGateway";
    private static final String CONNECTION =
            "org.apache.flink.runtime.jobmaster.EstablishedResourceManagerConnection";
    private static final Capability DUMPS = Capability.HOLDER_STACKS;

    private final FieldAccessor<@Nullable Object> connection;
    private final MethodAccessor gateway;
    private final MethodAccessor requestThreadDump;
    private final FieldAccessor<Object> failureHandler;
    private final FieldAccessor<Object> strategyOfHandler;
    private final FieldAccessor<Object> strategyOfAdaptive;
    private final MethodAccessor canRestart;
    private final FieldAccessor<Integer> fixedAttempts;
    private final FieldAccessor<Integer> fixedMaximum;

    HolderInternals(MemberLookup search) {
        connection =
                search.field(
                        FlinkInternals.JOB_MASTER, "establishedResourceManagerConnection", DUMPS);
        gateway = search.method(CONNECTION, "getResourceManagerGateway", 0, DUMPS);
        // (id, timeout); after 2.3 there is a third one, see arguments()
        MethodAccessor withTwo = search.method(RESOURCE_MANAGER, "requestThreadDump", 2);
        requestThreadDump =
                withTwo.isFound()
                        ? withTwo
                        : search.method(RESOURCE_MANAGER, "requestThreadDump", 3, DUMPS);

        // only to know in advance that a job would not restart; in another package in 1.18
        String failover = FlinkInternals.GRAPH + "failover.";
        String own =
                search.isThere(failover + "ExecutionFailureHandler")
                        ? failover
                        : failover + "flip1.";
        String handler = own + "ExecutionFailureHandler";
        String strategy = "restartBackoffTimeStrategy";
        failureHandler =
                search.field(
                        FlinkInternals.SCHEDULER + "DefaultScheduler", "executionFailureHandler");
        strategyOfHandler = search.field(handler, strategy);
        strategyOfAdaptive =
                search.field(RescaleInternals.ADAPTIVE + "AdaptiveScheduler", strategy);
        canRestart = search.method(own + "RestartBackoffTimeStrategy", "canRestart", 0);
        String fixed = own + "FixedDelayRestartBackoffTimeStrategy";
        fixedAttempts = search.field(fixed, "currentRestartAttempt");
        fixedMaximum = search.field(fixed, "maxNumberRestartAttempts");
    }

    /**
     * Returns the gateway of the ResourceManager that a JobMaster is connected to, null while it is
     * connected to none. Any thread.
     */
    @Nullable Object resourceManager(Object jobMaster) {
        Object established = connection.get(jobMaster);
        return established == null ? null : gateway.call(established);
    }

    /** Requests a dump of all threads of a TaskManager. Any thread, does not wait. */
    @SuppressWarnings("unchecked") // as Flink declares it
    CompletableFuture<ThreadDumpInfo> requestThreadDump(
            Object resourceManager, ResourceID taskManager, Duration timeout) {
        Object[] arguments = new Object[requestThreadDump.parameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = argument(requestThreadDump.parameterType(i), taskManager, timeout);
        }
        return (CompletableFuture<ThreadDumpInfo>)
                requestThreadDump.call(resourceManager, arguments);
    }

    /** Returns an argument by the type of its parameter, in whatever order a line has them. */
    private static Object argument(Class<?> type, ResourceID taskManager, Duration timeout) {
        if (type == ResourceID.class) {
            return taskManager;
        }
        if (type == Duration.class) {
            return timeout;
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return ThreadDumps.FRAMES;
        }
        try {
            // 1.x: org.apache.flink.api.common.time.Time
            return type.getMethod("milliseconds", long.class).invoke(null, timeout.toMillis());
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new UnsupportedOperationException(
                    "this Flink wants a " + type.getName() + " for a thread dump", e);
        }
    }

    /**
     * Returns the restart strategy if it would not allow a restart after one more failure, null if
     * it would or that is not known. On the JobMaster's main thread.
     */
    @Nullable Object refusingStrategy(SchedulerNG scheduler) {
        Object strategy = strategy(scheduler);
        if (strategy == null || !canRestart.isMethodOf(strategy)) {
            return null;
        }
        // the strategy counts the failure first, and is asked then
        boolean isUsedUp =
                fixedAttempts.isFieldOf(strategy)
                        && fixedAttempts.get(strategy) >= fixedMaximum.get(strategy);
        return isUsedUp || Boolean.FALSE.equals(canRestart.call(strategy)) ? strategy : null;
    }

    private @Nullable Object strategy(SchedulerNG scheduler) {
        if (strategyOfAdaptive.isFieldOf(scheduler)) {
            return strategyOfAdaptive.get(scheduler);
        }
        Object handler = failureHandler.isFieldOf(scheduler) ? failureHandler.get(scheduler) : null;
        return handler != null && strategyOfHandler.isFieldOf(handler)
                ? strategyOfHandler.get(handler)
                : null;
    }
}
