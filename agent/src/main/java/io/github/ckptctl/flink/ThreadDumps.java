// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.TextSanitizer;
import io.github.ckptctl.mbeans.CheckpointHolder;
import io.github.ckptctl.mbeans.CheckpointPhase;
import io.github.ckptctl.mbeans.HolderStack;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.Execution;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.executiongraph.ExecutionJobVertex;
import org.apache.flink.runtime.executiongraph.ExecutionVertex;
import org.apache.flink.runtime.rest.messages.ThreadDumpInfo;
import org.apache.flink.runtime.rest.messages.ThreadDumpInfo.ThreadInfo;
import org.apache.flink.runtime.taskmanager.TaskManagerLocation;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Thread dumps of the TaskManagers that run the subtasks which hold a checkpoint, and from them the
 * stacks of these subtasks' threads.
 *
 * <p>A task's thread has the task's name ({@code Task.executingThread}, {@code
 * TaskInfo.getTaskNameWithSubtasks}, 1.18 to 2.3), {@code name (1/2)#0}; the thread of an old
 * source has that name after a prefix ({@code SourceStreamTask}). A snapshot's asynchronous part
 * runs in a thread that has a number alone. Bounded in TaskManagers, lines, their length and time.
 */
final class ThreadDumps {

    /** Greatest number of lines of one subtask. */
    static final int FRAMES = 60;

    private static final int TASK_MANAGERS = 5;

    private final HolderInternals parts;

    ThreadDumps(HolderInternals parts) {
        this.parts = parts;
    }

    /**
     * Returns the stack of each holder, or why there is none. Waits for the TaskManagers; not to be
     * called on a thread of Flink's.
     */
    List<HolderStack> stacks(
            List<CheckpointHolder> holders,
            ExecutionGraph graph,
            Object resourceManager,
            Duration patience) {
        Map<ResourceID, CompletableFuture<ThreadDumpInfo>> dumps = new LinkedHashMap<>();
        List<@Nullable Execution> attempts = new ArrayList<>();
        for (CheckpointHolder holder : holders) {
            Execution attempt = attempt(holder, graph);
            attempts.add(attempt);
            TaskManagerLocation location =
                    attempt == null ? null : attempt.getAssignedResourceLocation();
            if (location != null && dumps.size() < TASK_MANAGERS) {
                dumps.computeIfAbsent(
                        location.getResourceID(), id -> request(resourceManager, id, patience));
            }
        }
        long end = System.nanoTime() + patience.toNanos();
        List<HolderStack> stacks = new ArrayList<>();
        for (int i = 0; i < holders.size(); i++) {
            stacks.add(stack(holders.get(i), attempts.get(i), dumps, end, patience));
        }
        return stacks;
    }

    private CompletableFuture<ThreadDumpInfo> request(
            Object resourceManager, ResourceID taskManager, Duration patience) {
        try {
            return parts.requestThreadDump(resourceManager, taskManager, patience);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static @Nullable Execution attempt(CheckpointHolder holder, ExecutionGraph graph) {
        for (ExecutionJobVertex vertex : graph.getVerticesTopologically()) {
            if (vertex.getJobVertexId().toString().equals(holder.getVertexId())) {
                ExecutionVertex[] subtasks = vertex.getTaskVertices();
                return holder.getSubtask() < subtasks.length
                        ? subtasks[holder.getSubtask()].getCurrentExecutionAttempt()
                        : null;
            }
        }
        return null;
    }

    private static HolderStack stack(
            CheckpointHolder holder,
            @Nullable Execution attempt,
            Map<ResourceID, CompletableFuture<ThreadDumpInfo>> dumps,
            long end,
            Duration patience) {
        TaskManagerLocation location =
                attempt == null ? null : attempt.getAssignedResourceLocation();
        if (attempt == null || location == null) {
            return without(holder, "", "it is not assigned to a TaskManager at the moment");
        }
        String taskManager = location.getResourceID().toString();
        CompletableFuture<ThreadDumpInfo> requested = dumps.get(location.getResourceID());
        if (requested == null) {
            return without(
                    holder,
                    taskManager,
                    "its TaskManager was not asked: at most " + TASK_MANAGERS + " are");
        }
        ThreadDumpInfo dump;
        try {
            dump = requested.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return without(
                    holder,
                    taskManager,
                    "its TaskManager sent no thread dump within " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            return without(
                    holder,
                    taskManager,
                    "its TaskManager sent no thread dump: " + TextSanitizer.of("" + e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return without(holder, taskManager, "the wait for its TaskManager was interrupted");
        }
        return found(holder, attempt, taskManager, dump.getThreadInfos());
    }

    private static HolderStack found(
            CheckpointHolder holder,
            Execution attempt,
            String taskManager,
            Collection<ThreadInfo> threads) {
        String name =
                attempt.getVertex().getTaskNameWithSubtaskIndex()
                        + "#"
                        + attempt.getAttemptNumber();
        List<String> lines = new ArrayList<>();
        boolean isCut = false;
        for (ThreadInfo thread : threads) {
            String found = thread.getThreadName();
            if (found.equals(name) || found.endsWith(" - " + name)) {
                List<String> all =
                        thread.getStringifiedThreadInfo()
                                .lines()
                                .filter(line -> !line.isBlank())
                                .collect(Collectors.toList());
                isCut |= lines.size() + all.size() > FRAMES;
                all.stream()
                        .limit(Math.max(0, FRAMES - lines.size()))
                        .map(line -> TextSanitizer.of(line.replace("\t", "    ")))
                        .forEach(lines::add);
            }
        }
        if (lines.isEmpty()) {
            return without(
                    holder,
                    taskManager,
                    "its TaskManager has no thread of that name (" + TextSanitizer.of(name) + ")");
        }
        String why =
                holder.getPhase() == CheckpointPhase.ASYNC
                        ? "the asynchronous part of its snapshot runs in another thread, which does"
                                + " not have the task's name"
                        : "";
        return new HolderStack(
                holder.getTask(),
                holder.getVertexId(),
                holder.getSubtask(),
                holder.getHost(),
                taskManager,
                TextSanitizer.of(name),
                lines.toArray(new String[0]),
                isCut ? "only the first " + FRAMES + " lines are shown" : why);
    }

    private static HolderStack without(CheckpointHolder holder, String taskManager, String why) {
        return new HolderStack(
                holder.getTask(),
                holder.getVertexId(),
                holder.getSubtask(),
                holder.getHost(),
                taskManager,
                "",
                new String[0],
                why);
    }
}
