// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.bootstrap.CheckpointHookHandler;
import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.JobMetric;
import io.github.ckptctl.control.JobRegistry;
import io.github.ckptctl.control.ReadGuard;
import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.flink.FlinkRuntime;
import io.github.ckptctl.flink.JobMetricsExporter;
import io.github.ckptctl.flink.UnalignedPolicy;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobGraphTestUtils;
import org.apache.flink.runtime.jobmaster.JobMaster;
import org.apache.flink.runtime.jobmaster.utils.JobMasterBuilder;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.metrics.groups.JobManagerJobMetricGroup;
import org.apache.flink.runtime.metrics.groups.JobManagerMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;
import org.apache.flink.runtime.rpc.TestingRpcService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Field;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of the gauges in the metric group of a JobMaster, whose registry records what it has. */
class JobMetricsExporterTest {

    private static final String OF_JOB = "jobmanager.job.checkpointControl.";
    private static final String OF_AGENT = "jobmanager.checkpointControl.";

    private final Map<Metric, String> registered = new HashMap<>();
    private final TestingMetricRegistry metrics =
            TestingMetricRegistry.builder()
                    .setDelimiter('.')
                    .setRegisterConsumer(
                            (metric, name, group) ->
                                    registered.put(
                                            metric, group.getLogicalScope(c -> c) + "." + name))
                    .setUnregisterConsumer((metric, name, group) -> registered.remove(metric))
                    .build();
    private final JobManagerMetricGroup jobManager =
            JobManagerMetricGroup.createJobManagerMetricGroup(metrics, "localhost");
    private final JobGraph job = JobGraphTestUtils.singleNoOpJobGraph();
    private final FlinkRuntime flink = new FlinkRuntime(getClass().getClassLoader());
    private final TestingRpcService rpc = new TestingRpcService();
    private JobManagerJobMetricGroup ofJob;
    private JobMaster master;

    @BeforeEach
    void createJobMaster() throws Exception {
        master = new JobMasterBuilder(job, rpc).createJobMaster();
        ofJob = jobManager.addJob(job.getJobID(), "orders");
        FlinkField.set(master, "jobManagerJobMetricGroup", ofJob);
        registered.clear();
    }

    @AfterEach
    void close() throws Exception {
        master.close();
        rpc.close();
    }

    @Test
    void addsTheGaugesOfAJobWhileItIsHere() throws Exception {
        // given
        JobRegistry register = register(exporter(Set.of()));
        CheckpointHookHandler hooks = hooks(register);

        // when
        hooks.jobMasterStarted(master);

        // then
        assertThat(values().keySet()).isEqualTo(allNames());
        assertThat(values()).containsEntry(OF_AGENT + "hookErrors", 7L);
        assertThat(values()).containsEntry(OF_JOB + "suspended", 0L);

        // when
        hooks.jobMasterStopping(master);

        // then
        assertThat(registered).isEmpty();
        assertThat(groupsIn(ofJob)).doesNotContain(JobMetric.GROUP);
        assertThat(groupsIn(jobManager)).doesNotContain(JobMetric.GROUP);
    }

    @Test
    void addsThemAgainForAnAgentThatComesAgain() {
        // given
        JobRegistry first = register(exporter(Set.of()));
        hooks(first).jobMasterSeen(master);
        first.clear();
        assertThat(registered).isEmpty();

        // when
        hooks(register(exporter(Set.of()))).jobMasterSeen(master);

        // then
        assertThat(values().keySet()).isEqualTo(allNames());
    }

    @Test
    void leavesNothingWhenFlinkHasClosedTheJobsGroupFirst() throws Exception {
        // given
        JobRegistry register = register(exporter(Set.of()));
        hooks(register).jobMasterStarted(master);

        // when
        ofJob.close();
        register.clear();

        // then
        assertThat(registered).isEmpty();
        assertThat(groupsIn(ofJob)).isEmpty();
    }

    @Test
    void addsNothingWithoutTheCapability() {
        // when
        hooks(register(exporter(EnumSet.of(Capability.METRICS)))).jobMasterStarted(master);

        // then
        assertThat(registered).isEmpty();
    }

    @Test
    void neverThrowsIntoAReporter() {
        // given: a guard that fails itself, as does the reading of the agent's own figures
        JobMetricsExporter broken =
                flink.metrics(
                        Set.of(),
                        Runnable::run,
                        Clock.systemUTC(),
                        new ReadGuard() {
                            @Override
                            public <T> T readOrDefault(Supplier<T> read, T defaultValue) {
                                throw new StackOverflowError("broken on purpose");
                            }
                        },
                        Map.of(
                                "hookErrors",
                                () -> {
                                    throw new NoClassDefFoundError("broken on purpose");
                                }));

        // when
        hooks(register(broken)).jobMasterStarted(master);

        // then
        assertThat(values().values()).isNotEmpty().allMatch(value -> value.longValue() == -1);
    }

    private Map<String, Number> values() {
        Map<String, Number> values = new TreeMap<>();
        registered.forEach(
                (metric, name) -> values.put(name, (Number) ((Gauge<?>) metric).getValue()));
        return values;
    }

    private static Set<String> allNames() {
        Set<String> names =
                Arrays.stream(JobMetric.values())
                        .map(metric -> OF_JOB + metric.metricName())
                        .collect(Collectors.toSet());
        names.addAll(List.of(OF_AGENT + "hookErrors"));
        return names;
    }

    private JobMetricsExporter exporter(Set<Capability> missing) {
        return flink.metrics(
                missing,
                Runnable::run,
                Clock.systemUTC(),
                new ReadGuard() {
                    @Override
                    public <T> T readOrDefault(Supplier<T> read, T defaultValue) {
                        return read.get();
                    }
                },
                Map.of("hookErrors", () -> 7L));
    }

    private static JobRegistry register(JobMetricsExporter exporter) {
        return new JobRegistry(
                id ->
                        new JobCheckpointControl(
                                id,
                                Clock.systemUTC(),
                                (task, delay) -> () -> {},
                                SettingLimits.NONE,
                                RecordPersister.ofMemory()),
                exporter);
    }

    private CheckpointHookHandler hooks(JobRegistry register) {
        return flink.handler(
                register, Set.of(), Runnable::run, storage -> {}, UnalignedPolicy.ON_REQUEST);
    }

    private static Set<String> groupsIn(AbstractMetricGroup<?> group) throws Exception {
        Field groups = AbstractMetricGroup.class.getDeclaredField("groups");
        groups.setAccessible(true);
        return ((Map<?, ?>) groups.get(group))
                .keySet().stream().map(String::valueOf).collect(Collectors.toSet());
    }
}
