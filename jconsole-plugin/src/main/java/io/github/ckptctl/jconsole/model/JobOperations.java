// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import org.jspecify.annotations.Nullable;

import javax.management.JMException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServerConnection;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.InvalidOpenTypeException;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Operations of one job; each returns its outcome in sentences.
 *
 * <p>Blocks; may be called from any thread. A rejection by the job is thrown as an exception of
 * JMX.
 */
public final class JobOperations {

    /** Lines of each stack that fit into the outcome; a hang is seen in the innermost. */
    private static final int FRAMES = 12;

    private final MBeanServerConnection connection;
    private final JobKey job;
    private final MBeanInfo info;

    JobOperations(MBeanServerConnection connection, JobKey job, MBeanInfo info) {
        this.connection = connection;
        this.job = job;
        this.info = info;
    }

    /** Returns the effects of a change: faults first, then changes and warnings. */
    public Forecast forecast(Map<String, String> values, long ttlMillis, long revision)
            throws JMException, IOException {
        return new Forecast(Fields.of(invoke("forecastSettings", values, ttlMillis, revision)));
    }

    /** Changes several settings, all or none; returns the new revision. */
    public long update(Map<String, String> values, String reason, long ttlMillis, long revision)
            throws JMException, IOException {
        return revision(invoke("updateSettings", values, reason, ttlMillis, revision));
    }

    /** Restores the submitted settings; returns the new revision. */
    public long reset() throws JMException, IOException {
        return revision(invoke("resetSettings"));
    }

    /** Suspends checkpointing in a mode. */
    public String suspend(String mode) throws JMException, IOException {
        return suspension(invoke("suspend", mode));
    }

    /** Suspends checkpointing in a mode for a time. */
    public String suspendFor(String mode, long millis, String reason)
            throws JMException, IOException {
        return suspension(invoke("suspendFor", mode, millis, reason));
    }

    /** Ends a suspension. */
    public String resume() throws JMException, IOException {
        return suspension(invoke("resume"));
    }

    /** Suspends periodic triggers and waits until nothing is in flight. */
    public String quiesce(long waitMillis) throws JMException, IOException {
        return suspension(invoke("quiesce", waitMillis));
    }

    /** Applies the current timeout to the checkpoints in flight. */
    public String reschedule() throws JMException, IOException {
        StringBuilder result = new StringBuilder();
        Fields.each(invoke("rescheduleInFlight")).forEach(one -> result.append(deadline(one)));
        return result.length() == 0 ? "Nothing was in flight." : result.toString().trim();
    }

    /** Extends the deadline of one checkpoint. */
    public String extend(long id, long millis) throws JMException, IOException {
        return deadline(Fields.of(invoke("extendInFlight", id, millis))).trim();
    }

    /** Aborts one checkpoint. */
    public String abort(long id) throws JMException, IOException {
        invoke("abortCheckpoint", id);
        return "Checkpoint " + id + " is aborted.";
    }

    /** Returns what holds the checkpoint in flight, and what would help. */
    public String diagnose() throws JMException, IOException {
        return String.join("\n", Fields.of(invoke("diagnose")).textList("sentences"));
    }

    /** Returns what the threads of the subtasks that hold a checkpoint are doing. */
    public String stacks(long id) throws JMException, IOException {
        Fields answer = Fields.of(invoke("stacksOfHolders", id));
        StringBuilder result = new StringBuilder();
        for (Fields stack : answer.list("stacks")) {
            result.append(stack.text("task")).append(", subtask ").append(stack.number("subtask"));
            result.append(" in ").append(stack.text("taskManager")).append(":\n");
            stack.textList("stack").stream()
                    .limit(FRAMES)
                    .forEach(line -> result.append(line).append('\n'));
            result.append(stack.text("why")).append('\n');
        }
        return result.append(answer.text("note")).toString().trim();
    }

    /** Fails the subtasks that hold a checkpoint. */
    public String failHolders(long id, long most) throws JMException, IOException {
        Fields answer = Fields.of(invoke("failHoldingTasks", id, most));
        Fields restart = answer.composite("restartsFrom");
        return "Failed: "
                + String.join(", ", answer.textList("tasks"))
                + ". Their tasks restart from "
                + (restart.number("id") < 0
                        ? "the beginning: no checkpoint has completed."
                        : "checkpoint " + restart.number("id") + " or a newer one.")
                + '\n'
                + answer.text("note")
                + '.';
    }

    /** Returns whether the job's processes may be killed now, and why. */
    public String safeToKill() throws JMException, IOException {
        Fields answer = Fields.of(invoke("safeToKill"));
        return (answer.flag("safe") ? "Yes: " : "No: ") + answer.text("reason") + '.';
    }

    /** Triggers a checkpoint and waits for it. */
    public String trigger(String type) throws JMException, IOException {
        Fields answer = Fields.of(invoke("triggerCheckpoint", type));
        return "Checkpoint "
                + answer.number("id")
                + " completed in "
                + Units.duration(answer.number("duration"))
                + ": "
                + path(answer)
                + JobSnapshot.survives(answer)
                + '.';
    }

    /** Resets the count of failures in a row. */
    public String resetFailureCount() throws JMException, IOException {
        invoke("resetFailureCount");
        return "The count of failures in a row is zero.";
    }

    /** Makes checkpoints unaligned from the next one on. */
    public String enableUnaligned(boolean allowRestart, String reason)
            throws JMException, IOException {
        Fields answer = Fields.of(invoke("enableUnaligned", allowRestart, reason));
        long checkpoint = answer.number("checkpointId");
        return "Checkpoints are unaligned from the next one on. "
                + (checkpoint < 0
                        ? "Nothing is restarted."
                        : "The job's tasks restart from checkpoint " + checkpoint + ".");
    }

    /**
     * Keeps a completed checkpoint.
     *
     * @param id -1 for the newest
     */
    public String pin(long id, String reason) throws JMException, IOException {
        Fields answer = Fields.of(invoke("pinCheckpoint", id, reason));
        return "Checkpoint " + answer.number("id") + " is pinned: " + answer.text("externalPath");
    }

    /** Lets a pinned checkpoint go. */
    public String unpin(long id) throws JMException, IOException {
        return "Checkpoint "
                + id
                + ": "
                + Fields.of(invoke("unpinCheckpoint", id)).text("explanation");
    }

    /** Stops the job with a last snapshot. */
    public String stop(boolean drain, long deadlineMillis) throws JMException, IOException {
        return stopped("checkpoint", invoke("stopWithCheckpoint", drain, deadlineMillis));
    }

    /**
     * Stops the job with a savepoint.
     *
     * @param directory empty for the one that is configured for the job
     */
    public String stopWithSavepoint(
            String directory, String format, boolean drain, long deadlineMillis)
            throws JMException, IOException {
        return stopped(
                "savepoint", invoke("stopWithSavepoint", directory, format, drain, deadlineMillis));
    }

    private static String stopped(String kind, @Nullable Object result) {
        Fields answer = Fields.of(result);
        List<String> modes = answer.textList("claimModes");
        boolean isDefault = modes.isEmpty() || modes.contains("NO_CLAIM");
        return "The job is stopped. Start it again from "
                + kind
                + " "
                + answer.number("checkpointId")
                + (isDefault
                        ? ""
                        : ", with "
                                + answer.text("claimModeOption")
                                + "="
                                + String.join(" or ", modes))
                + ": "
                + answer.text("externalPath");
    }

    /** Calls an operation; returns null if the connector cannot transfer the result. */
    @Nullable Object invoke(String name, Object... arguments) throws JMException, IOException {
        MBeanOperationInfo operation = operation(name);
        MBeanParameterInfo[] parameters = operation.getSignature();
        Object[] sent = new Object[arguments.length];
        List<String> signature = new ArrayList<>();
        for (int i = 0; i < parameters.length; i++) {
            signature.add(parameters[i].getType());
            sent[i] = sent(arguments[i], parameters[i]);
        }
        try {
            return connection.invoke(job.bean(), name, sent, signature.toArray(new String[0]));
        } catch (InvalidOpenTypeException e) {
            // it is done; a connector over HTTP cannot create an open type for an empty array
            return null;
        }
    }

    private MBeanOperationInfo operation(String name) {
        for (MBeanOperationInfo operation : info.getOperations()) {
            if (operation.getName().equals(name)) {
                return operation;
            }
        }
        throw new UnsupportedOperationException("this agent is too old: it has no " + name);
    }

    /**
     * Returns a map in the form that the other side expects: as a table if it reports the table's
     * type, as every MXBean does over RMI; unchanged if a connector over HTTP reports no types.
     */
    private static Object sent(Object argument, MBeanParameterInfo parameter)
            throws OpenDataException {
        Object type = parameter.getDescriptor().getFieldValue("openType");
        if (!(argument instanceof Map) || !(type instanceof TabularType)) {
            return argument;
        }
        TabularDataSupport table = new TabularDataSupport((TabularType) type);
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) argument).entrySet()) {
            table.put(
                    new CompositeDataSupport(
                            table.getTabularType().getRowType(),
                            new String[] {"key", "value"},
                            new Object[] {entry.getKey(), entry.getValue()}));
        }
        return table;
    }

    private static long revision(@Nullable Object answer) {
        return answer instanceof Number ? ((Number) answer).longValue() : -1;
    }

    private static String deadline(Fields result) {
        long id = result.number("id");
        switch (result.text("outcome")) {
            case "EXPIRED":
                return "Checkpoint " + id + " has used up its time and has expired.\n";
            case "KEPT":
                return "Checkpoint "
                        + id
                        + " is the snapshot of a stop and keeps its time until "
                        + Units.clock(result.number("oldDeadline"))
                        + ": less would fail the job's tasks over.\n";
            case "GONE":
                return "Checkpoint " + id + " is not in flight any more.\n";
            default:
                return "Checkpoint "
                        + id
                        + " has until "
                        + Units.clock(result.number("newDeadline"))
                        + " (before: "
                        + Units.clock(result.number("oldDeadline"))
                        + ").\n";
        }
    }

    private static String path(Fields checkpoint) {
        String path = checkpoint.text("externalPath");
        return path.isEmpty() ? "in the JobManager's memory" : path;
    }

    private static String suspension(@Nullable Object answer) {
        if (answer == null) {
            return "Done; this connection cannot carry the details.";
        }
        Fields fields = Fields.of(answer);
        String mode = fields.text("suspension");
        StringBuilder result = new StringBuilder();
        if (mode.equals("NONE")) {
            result.append("Nothing is suspended.");
        } else {
            result.append("Suspended: ").append(mode).append(", since ");
            result.append(Units.clock(fields.number("suspendedSince"))).append('.');
        }
        long pending = fields.number("pending");
        if (pending > 0) {
            result.append(" Still in flight: ").append(pending).append('.');
        }
        if (fields.number("id") >= 0) {
            result.append(" Newest completed: ").append(fields.number("id")).append(", ");
            result.append(path(fields)).append(JobSnapshot.survives(fields)).append('.');
        } else {
            result.append(" No checkpoint has completed yet.");
        }
        fields.textList("warnings").forEach(warning -> result.append('\n').append(warning));
        return result.toString();
    }
}
