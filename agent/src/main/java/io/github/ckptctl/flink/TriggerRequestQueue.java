// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.runtime.checkpoint.CheckpointException;

import java.util.Collection;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The triggers that wait for their turn in a request decider. Used with the lock held. */
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
     * Takes requests out and fails them; whoever asked is told, nothing is counted.
     *
     * @param why makes what each is failed with: an exception walks the stack, and mostly none
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

    /** Tells whether a stop with savepoint waits. */
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
