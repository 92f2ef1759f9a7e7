// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.bootstrap.CheckpointHookHandler;
import io.github.ckptctl.control.JobRegistry;
import io.github.ckptctl.control.ReadGuard;
import io.github.ckptctl.control.model.Capability;
import org.apache.flink.management.jmx.JMXService;
import org.apache.flink.runtime.util.EnvironmentInformation;

import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Flink in this JVM: its version, its capabilities, and the handler of its instrumented types. */
public final class FlinkRuntime {

    private final FlinkInternals parts;
    private final RestAddress restAddress;

    /**
     * Looks for the parts of Flink; loads, and thereby instruments, the types that declare them.
     *
     * @param loader the loader that defines Flink's runtime
     */
    public FlinkRuntime(ClassLoader loader) {
        this.parts = new FlinkInternals(loader);
        this.restAddress = new RestAddress(parts);
    }

    /** Returns Flink's version as Flink reports it, {@code unknown} if it does not. */
    public String version() {
        try {
            return EnvironmentInformation.getVersion();
        } catch (LinkageError e) {
            return "unknown";
        }
    }

    /** Returns the port of Flink's own JMX server, if it runs in this JVM. */
    public OptionalInt jmxPort() {
        try {
            return JMXService.getPort().map(OptionalInt::of).orElseGet(OptionalInt::empty);
        } catch (LinkageError | RuntimeException e) {
            return OptionalInt.empty();
        }
    }

    /**
     * Returns the capabilities that are off, each with the reasons.
     *
     * @param woven the types that could be instrumented
     */
    public Map<Capability, Set<String>> missing(Set<String> woven) {
        Map<Capability, Set<String>> missing = new EnumMap<>(Capability.class);
        parts.missing()
                .forEach((capability, why) -> missing.put(capability, new LinkedHashSet<>(why)));
        for (InstrumentedType type : InstrumentedType.values()) {
            if (isOfThisLine(type) && !woven.contains(type.className())) {
                type.capabilities()
                        .forEach(
                                capability ->
                                        missing.computeIfAbsent(
                                                        capability, c -> new LinkedHashSet<>())
                                                .add(type.className() + " could not be woven"));
            }
        }
        return missing;
    }

    /**
     * Returns those of the capabilities that are off by nature: this Flink has no such feature, and
     * nothing is wrong.
     */
    public Set<Capability> absent() {
        return parts.absent();
    }

    /** Returns whether this line of Flink has a type; two exist since 2.0. */
    private boolean isOfThisLine(InstrumentedType type) {
        return parts.rescale.isThere()
                || !Set.of(Capability.FORCED_RESCALE).equals(type.capabilities());
    }

    /**
     * Returns the handler that passes the queries and reports of instrumented types to the jobs
     * they belong to.
     *
     * @param background runs tasks that wait for a coordinator's lock, each on a thread of its own
     * @param cluster called with this cluster's identity, and with the place where Flink persists
     *     what jobs need to recover, when the first job is known
     * @param unaligned which jobs' tasks are deployed capable of unaligned checkpoints
     */
    public CheckpointHookHandler handler(
            JobRegistry register,
            Set<Capability> missing,
            Executor background,
            Consumer<ClusterIdentity> cluster,
            UnalignedPolicy unaligned) {
        Set<Capability> available =
                Stream.of(Capability.values())
                        .filter(capability -> !missing.contains(capability))
                        .collect(Collectors.toUnmodifiableSet());
        return new FlinkHookHandler(
                parts, available, register, background, cluster, restAddress, unaligned);
    }

    /**
     * Returns the exporter of jobs to Flink's own metrics and events.
     *
     * @param missing the capabilities that are off
     * @param inOrder runs tasks one after the other
     * @param guard counts the figures that cannot be read
     * @param ofAgent gauges of the agent as a whole, by their names
     */
    public JobMetricsExporter metrics(
            Set<Capability> missing,
            Executor inOrder,
            Clock clock,
            ReadGuard guard,
            Map<String, Supplier<Number>> ofAgent) {
        return new JobMetricsExporter(parts.metrics, missing, inOrder, clock, guard, ofAgent);
    }

    /** Returns the address of this JobManager's REST server. */
    public RestAddress restAddress() {
        return restAddress;
    }

    /** Returns the access to Flink's REST server; works where {@code REST_ROUTES} is on. */
    public RestServerInternals restParts() {
        return new RestServerInternals(parts);
    }
}
