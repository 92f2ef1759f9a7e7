// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.runtime.checkpoint.CheckpointException;

import java.util.Collection;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Queue of the triggers that wait in a request decider. Used with the lock held. */
final class TriggerRequestQueue {

    private final Collection<Object> requests;
    private final FlinkInternals parts;

    private TriggerRequestQueue(Collection<Object> requests, FlinkInternals parts) {
        this.requests = requests;
        this.parts = parts;
    }

    static TriggerRequestQueue of(Object decider, FlinkInternals parts) {
        return new TriggerRequestQueue(parts.deciderQueue.get(decider), parts);
    }

    /**
     * Removes requests and fails them; their callers are notified, nothing is counted.
     *
     * @param why creates the exception of each: creating one walks the stack, and mostly no request
     *     waits
     */
    void fail(Predicate<Object> which, Supplier<CheckpointException> why) {
        for (Iterator<Object> waiting = requests.iterator(); waiting.hasNext(); ) {
            Object request = waiting.next();
            if (which.test(request)) {
                waiting.remove();
                parts.failRequest.call(request, why.get());
            }
        }
    }

    /** Returns whether a stop with savepoint waits. */
    boolean hasStop() {
        return requests.stream().anyMatch(r -> parts.requestProps.get(r).isSynchronous());
    }

    Stream<Object> stream() {
        return requests.stream();
    }

    boolean isEmpty() {
        return requests.isEmpty();
    }
}
