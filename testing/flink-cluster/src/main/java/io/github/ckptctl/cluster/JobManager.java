// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import org.jspecify.annotations.Nullable;

import javax.management.MBeanServerConnection;
import javax.management.remote.JMXServiceURL;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** One JobManager of a cluster: its process, its REST API and its JMX. Thread-safe. */
public final class JobManager {

    static final String MAIN =
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";

    private final FlinkProcess process;
    private final FlinkRest rest;
    private final @Nullable JmxRemote jmx;

    private JobManager(FlinkProcess process, FlinkRest rest, @Nullable JmxRemote jmx) {
        this.process = process;
        this.rest = rest;
        this.jmx = jmx;
    }

    /**
     * Starts a JobManager, without waiting for it.
     *
     * @param arguments put before those of the entry point
     * @param rest address of its REST API: the port is given by the configuration or the arguments
     */
    static JobManager start(
            FlinkJvm jvm,
            String name,
            EntryPoint entryPoint,
            List<String> jvmOptions,
            List<String> arguments,
            URI rest,
            boolean withJmx) {
        JmxRemote jmx = withJmx ? new JmxRemote(FreePort.onLoopback()) : null;
        List<String> options = new ArrayList<>(jvmOptions);
        if (jmx != null) {
            options.addAll(jmx.jvmOptions());
        }
        List<String> all = new ArrayList<>(arguments);
        all.addAll(entryPoint.arguments());
        FlinkProcess process = jvm.start(name, entryPoint.mainClass(), options, all);
        return new JobManager(process, new FlinkRest(rest), jmx);
    }

    /** Returns the process, dead or alive. */
    public FlinkProcess process() {
        return process;
    }

    /** Returns a client of its REST API; a JobManager that does not lead forwards the requests. */
    public FlinkRest rest() {
        return rest;
    }

    /**
     * Returns the connection to its MBeans, opened by the first call.
     *
     * @throws IllegalStateException if the cluster was started without {@code jmx(true)}
     */
    public MBeanServerConnection jmx() {
        return remote().connection();
    }

    /**
     * Returns its JMX address.
     *
     * @throws IllegalStateException if the cluster was started without {@code jmx(true)}
     */
    public JMXServiceURL jmxUrl() {
        return remote().url();
    }

    /** Closes the connection to its MBeans. */
    void disconnect() {
        if (jmx != null) {
            jmx.close();
        }
    }

    private JmxRemote remote() {
        if (jmx == null) {
            throw new IllegalStateException("the cluster was started without jmx(true)");
        }
        return jmx;
    }

    @Override
    public String toString() {
        return process + " at " + rest.address();
    }
}
