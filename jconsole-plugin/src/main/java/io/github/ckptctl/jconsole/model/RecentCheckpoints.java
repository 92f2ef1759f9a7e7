// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import org.jspecify.annotations.Nullable;

import javax.management.JMException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Recently ended checkpoints of one job, collected with each reading.
 *
 * <p>Those that ended between two readings are requested one by one, as far as Flink retains them.
 * May be called from any thread.
 */
final class RecentCheckpoints {

    private static final int KEPT = 60;

    /** Number of checkpoints that Flink retains by default. */
    private static final int REMEMBERED = 10;

    private final NavigableMap<Long, Finished> finished =
            Collections.synchronizedNavigableMap(new TreeMap<>());

    private final Set<Long> unknown = ConcurrentHashMap.newKeySet();

    /** Source of the description of one checkpoint. */
    interface Description {
        @Nullable Object of(long id) throws JMException, IOException;
    }

    /** Adds the checkpoints that have ended since the last call. */
    void update(Map<String, Object> values, @Nullable Description description) throws IOException {
        Fields completed = Fields.of(values.get("LatestCompletedCheckpoint"));
        Fields failed = Fields.of(values.get("LatestFailedCheckpoint"));
        addCompleted(completed);
        addFailed(failed);
        long newest = Math.max(completed.number("id"), failed.number("id"));
        List<Long> pending = new ArrayList<>();
        Fields.each(values.get("PendingCheckpoints")).forEach(one -> pending.add(one.number("id")));
        for (long id = Math.max(1, newest - REMEMBERED + 1); id <= newest; id++) {
            boolean known = finished.containsKey(id) || unknown.contains(id);
            if (description != null && !known && !pending.contains(id)) {
                add(id, described(description, id));
            }
        }
        while (finished.size() > KEPT) {
            finished.pollFirstEntry();
        }
    }

    Collection<Finished> all() {
        return List.copyOf(finished.values());
    }

    private Fields described(Description description, long id) throws IOException {
        try {
            return Fields.of(description.of(id));
        } catch (JMException | RuntimeException e) {
            // Flink no longer retains it, or there never was one with this id
            unknown.add(id);
            return Fields.of(null);
        }
    }

    private void add(long id, Fields fields) {
        String status = fields.text("status");
        if (status.equals("COMPLETED") || status.equals("FAILED")) {
            finished.put(
                    id,
                    new Finished(
                            id,
                            status.equals("COMPLETED"),
                            fields.number("triggeredAt"),
                            fields.number("duration"),
                            fields.number("checkpointedSize"),
                            fields.text("failure")));
        }
    }

    private void addCompleted(Fields fields) {
        long id = fields.number("id");
        if (id >= 0) {
            finished.put(
                    id,
                    new Finished(
                            id,
                            true,
                            fields.number("triggeredAt"),
                            fields.number("duration"),
                            fields.number("checkpointedSize"),
                            ""));
        }
    }

    private void addFailed(Fields fields) {
        long id = fields.number("id");
        if (id >= 0) {
            finished.put(
                    id,
                    new Finished(
                            id,
                            false,
                            fields.number("triggeredAt"),
                            fields.number("failedAt") - fields.number("triggeredAt"),
                            -1,
                            fields.text("reason")));
        }
    }
}
