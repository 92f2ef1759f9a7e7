// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.runtime.checkpoint.CheckpointException;

import java.util.Collection;
import java.util.Iterator;

/** The triggers that wait for their turn in a request decider. Used with the lock held. */
final class RequestQueue {

    /** Which of the requests. */
    enum Which {
        PERIODIC,
        ALL
    }

    private final Collection<Object> requests;
    private final FlinkParts parts;

    private RequestQueue(Collection<Object> requests, FlinkParts parts) {
        this.requests = requests;
        this.parts = parts;
    }

    static RequestQueue of(Object decider, FlinkParts parts) {
        return new RequestQueue(parts.deciderQueue.get(decider), parts);
    }

    /** Takes requests out and fails them; whoever asked is told, nothing is counted. */
    void fail(Which which, CheckpointException why) {
        for (Iterator<Object> waiting = requests.iterator(); waiting.hasNext(); ) {
            Object request = waiting.next();
            if (which == Which.ALL || parts.requestIsPeriodic.get(request)) {
                waiting.remove();
                parts.failRequest.call(request, why);
            }
        }
    }

    /** Tells whether a stop with savepoint waits. */
    boolean hasStop() {
        return requests.stream().anyMatch(r -> parts.requestProps.get(r).isSynchronous());
    }

    boolean isEmpty() {
        return requests.isEmpty();
    }
}
