// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** Stack of the thread of one subtask that holds a checkpoint. */
public final class HolderStack extends MBeanValue {

    private final String task;
    private final String vertexId;
    private final int subtask;
    private final String host;
    private final String taskManager;
    private final String thread;
    private final String[] stack;
    private final String why;

    /** Creates the value; texts and arrays must not be null. */
    @ConstructorParameters({
        "task",
        "vertexId",
        "subtask",
        "host",
        "taskManager",
        "thread",
        "stack",
        "why"
    })
    public HolderStack(
            String task,
            String vertexId,
            int subtask,
            String host,
            String taskManager,
            String thread,
            String[] stack,
            String why) {
        this.task = Objects.requireNonNull(task, "task");
        this.vertexId = Objects.requireNonNull(vertexId, "vertexId");
        this.subtask = subtask;
        this.host = Objects.requireNonNull(host, "host");
        this.taskManager = Objects.requireNonNull(taskManager, "taskManager");
        this.thread = Objects.requireNonNull(thread, "thread");
        this.stack = stack.clone();
        this.why = Objects.requireNonNull(why, "why");
    }

    /** Returns the task's name. */
    public String getTask() {
        return task;
    }

    /** Returns the task's vertex id, 32 hexadecimal digits. */
    public String getVertexId() {
        return vertexId;
    }

    /** Returns the subtask, from 0, as in Flink's REST API. */
    public int getSubtask() {
        return subtask;
    }

    /** Returns the TaskManager's host, empty if it is not known. */
    public String getHost() {
        return host;
    }

    /** Returns the TaskManager's id, as in Flink's REST API, empty if it is not known. */
    public String getTaskManager() {
        return taskManager;
    }

    /** Returns the thread's name, empty if it was not found. */
    public String getThread() {
        return thread;
    }

    /**
     * Returns the thread's state and its frames, the innermost first, as Flink writes them: a line
     * each, at most 60. Empty if there is none.
     */
    public String[] getStack() {
        return stack.clone();
    }

    /** Returns why there is no stack, or what is missing from it; empty if it is complete. */
    public String getWhy() {
        return why;
    }
}
