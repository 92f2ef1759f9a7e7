// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.runtime.rest.RestServerEndpoint;
import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * Address of this JobManager's REST server, as Flink itself publishes it.
 *
 * <p>Known once this JobManager has a job: a JobMaster leads to the process that it runs in, and
 * that process to its server. Any thread.
 */
public final class RestAddress {

    private final FlinkInternals parts;
    private volatile @Nullable Object process;
    private volatile String url = "";
    private volatile Consumer<String> listener = known -> {};

    RestAddress(FlinkInternals parts) {
        this.parts = parts;
    }

    /** Sets what is called once with the address, when it is known. */
    public void whenKnown(Consumer<String> newListener) {
        listener = newListener;
    }

    /** Returns the address, {@code http://host:port}; empty while it is not known. */
    public String url() {
        if (url.isEmpty()) {
            find();
        }
        return url;
    }

    /** Looks for the address by way of a job. */
    void find(Object jobMaster) {
        if (url.isEmpty() && parts.processOfMaster.isFieldOf(jobMaster)) {
            process = parts.processOfMaster.get(jobMaster);
            find();
        }
    }

    private synchronized void find() {
        Object current = process;
        if (!url.isEmpty() || current == null || !parts.clusterComponent.isFieldOf(current)) {
            return;
        }
        // null until all parts of the process have started
        Object component = parts.clusterComponent.get(current);
        if (component == null || !parts.restServer.isFieldOf(component)) {
            return;
        }
        Object server = parts.restServer.get(component);
        if (server instanceof RestServerEndpoint) {
            url = ((RestServerEndpoint) server).getRestBaseUrl();
            listener.accept(url);
        }
    }
}
