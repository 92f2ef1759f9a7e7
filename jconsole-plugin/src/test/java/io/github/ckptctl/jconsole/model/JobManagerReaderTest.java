// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import org.junit.jupiter.api.Test;

import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.StandardMBean;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JobManagerReaderTest {

    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final JobManagerReader reader = new JobManagerReader(server);

    @Test
    void readsAJob() throws Exception {
        FakeJob.register(server, "orders", ID);

        JobManagerSnapshot snapshot = reader.read(null);

        assertThat(snapshot.agentPresent).isTrue();
        assertThat(snapshot.jobs).extracting(JobKey::name).containsExactly("orders");
        JobSnapshot job = snapshot.job;
        assertThat(job.name).isEqualTo("Orders, EU");
        assertThat(job.status).isEqualTo("RUNNING");
        assertThat(job.suspended()).isFalse();
        assertThat(job.timeout).isEqualTo(600_000);
        assertThat(job.latestCompletedId).isEqualTo(9);
        assertThat(job.latestCompletedSurvives).isEqualTo(", survives KILL, SHUTDOWN");
        assertThat(job.can("forecastSettings")).isTrue();
        assertThat(job.history).singleElement().extracting(line -> line.reason).isEqualTo("why");

        assertThat(job.settings)
                .extracting(setting -> setting.name)
                .containsExactly("Timeout", "AlignedTimeout", "Retention");
        Setting timeout = job.settings.get(0);
        assertThat(timeout.shownEffective()).isEqualTo("10 min");
        assertThat(timeout.value("15 min")).isEqualTo("900000");
        assertThat(timeout.overridden()).isFalse();
        assertThat(job.settings.get(1).settable).isFalse();
        Setting retention = job.settings.get(2);
        assertThat(retention.shownSubmitted()).isEqualTo("NO_EXTERNALIZED_CHECKPOINTS");
        assertThat(retention.shownEffective()).isEqualTo("RETAIN_ON_CANCELLATION");
        assertThat(retention.value("delete on cancellation")).isEqualTo("DELETE_ON_CANCELLATION");
    }

    @Test
    void showsWhatIsInFlightByTheJobManagersClock() throws Exception {
        FakeJob.register(server, "orders", ID);

        JobSnapshot job = reader.read(null).job;

        Pending pending = job.pending.get(0);
        // the local clock differs from that of the MBean, and the bar is correct nevertheless
        assertThat(job.now()).isBetween(FakeJob.NOW, FakeJob.NOW + 600_000);
        assertThat(pending.used(FakeJob.NOW)).isEqualTo(0.25);
        assertThat(pending.summary(FakeJob.NOW))
                .isEqualTo("checkpoint 12: 3 of 4 tasks, 30 s left, extended 1×");
        assertThat(pending.used(FakeJob.NOW + 600_000)).isEqualTo(1);
        assertThat(pending.summary(FakeJob.NOW + 600_000)).contains("its deadline has passed");
    }

    @Test
    void gathersTheRecentCheckpointsAndAsksForEachOnce() throws Exception {
        FakeJob fake = FakeJob.register(server, "orders", ID);

        assertThat(reader.read(null).job.recent)
                .extracting(Finished::summary)
                .containsExactly(
                        "Checkpoint 8 completed in 1 s 500 ms, 512.0 KiB",
                        "Checkpoint 9 completed in 2 s, 1.0 MiB",
                        "Checkpoint 10 failed after 1 s 500 ms: declined",
                        "Checkpoint 11 failed after 10 s: expired");
        int asked = fake.calls().size();
        assertThat(reader.read(null).job.recent).hasSize(4);
        assertThat(fake.calls()).hasSize(asked);
    }

    @Test
    void choosesAmongJobsThatComeAndGo() throws Exception {
        FakeJob.register(server, "orders", ID);
        FakeJob.register(server, "payments", OTHER);

        JobManagerSnapshot both = reader.read(null);
        assertThat(both.jobs).extracting(JobKey::name).containsExactly("orders", "payments");
        JobKey payments = both.jobs.get(1);
        assertThat(reader.read(payments).job.job).isEqualTo(payments);

        server.unregisterMBean(FakeJob.name("payments", OTHER));
        JobManagerSnapshot one = reader.read(payments);
        assertThat(one.jobs).hasSize(1);
        assertThat(one.job.job.id()).isEqualTo(ID);
    }

    @Test
    void saysThatThereIsNoAgent() throws Exception {
        JobManagerSnapshot snapshot = reader.read(null);

        assertThat(snapshot.agentPresent).isFalse();
        assertThat(snapshot.agent).isEqualTo("There is no ckptctl agent in this JVM.");
        assertThat(snapshot.job).isNull();
    }

    /** MBean as the very first agent may have had it. */
    public interface OldMXBean {
        /** Returns the timeout. */
        long getTimeout();

        /** Returns the timeout at the start. */
        long getSubmittedTimeout();

        /** Suspends. */
        void suspend(String mode);
    }

    private static final class Old implements OldMXBean {
        @Override
        public long getTimeout() {
            return 5_000;
        }

        @Override
        public long getSubmittedTimeout() {
            return 4_000;
        }

        @Override
        public void suspend(String mode) {}
    }

    @Test
    void readsWhatAnOldAgentHas() throws Exception {
        server.registerMBean(
                new StandardMBean(new Old(), OldMXBean.class, true), FakeJob.name("orders", ID));

        JobSnapshot job = reader.read(null).job;

        assertThat(job.name).isEqualTo("orders");
        assertThat(job.settings).hasSize(1);
        assertThat(job.settings.get(0).submitted).isEqualTo(4_000);
        assertThat(job.settings.get(0).effective).isEqualTo(5_000);
        assertThat(job.settings.get(0).overridden()).isTrue();
        assertThat(job.settings.get(0).settable).isFalse();
        assertThat(job.can("suspend")).isTrue();
        assertThat(job.can("updateSettings")).isFalse();
        assertThat(job.pending).isEmpty();
        assertThat(job.history).isEmpty();
        assertThat(job.latestCompletedId).isEqualTo(-1);
        assertThatThrownBy(() -> reader.operations(job.job).reset())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("too old");
    }

    /** MBean that answers every read with a value of another type. */
    private static final class Hostile implements DynamicMBean {

        private static final List<Object> NONSENSE =
                List.of("text", 7, new int[] {1, 2}, Map.of("id", "x"), List.of(Map.of()));

        @Override
        public Object getAttribute(String name) {
            throw new IllegalStateException("not now");
        }

        @Override
        public void setAttribute(Attribute attribute) {}

        @Override
        public AttributeList getAttributes(String[] names) {
            AttributeList list = new AttributeList();
            for (String name : names) {
                int which = Math.floorMod(name.hashCode(), NONSENSE.size() + 1);
                Object value = which == NONSENSE.size() ? null : NONSENSE.get(which);
                list.add(new Attribute(name, value));
            }
            return list;
        }

        @Override
        public AttributeList setAttributes(AttributeList attributes) {
            return new AttributeList();
        }

        @Override
        public Object invoke(String name, Object[] arguments, String[] signature) {
            throw new IllegalStateException("never");
        }

        @Override
        public MBeanInfo getMBeanInfo() {
            MBeanAttributeInfo[] attributes =
                    List.of(
                                    "JobName",
                                    "Timeout",
                                    "Settings",
                                    "PendingCheckpoints",
                                    "LatestCompletedCheckpoint",
                                    "LatestFailedCheckpoint",
                                    "History",
                                    "Suspension",
                                    "Revision")
                            .stream()
                            .map(
                                    name ->
                                            new MBeanAttributeInfo(
                                                    name, "?", name, true, false, false))
                            .toArray(MBeanAttributeInfo[]::new);
            return new MBeanInfo("Hostile", "hostile", attributes, null, null, null);
        }
    }

    @Test
    void takesNothingAmissThatABeanSays() throws Exception {
        server.registerMBean(new Hostile(), FakeJob.name("orders", ID));

        JobSnapshot job = reader.read(null).job;

        assertThat(job.recent).isEmpty();
        assertThat(job.timeout).isLessThan(10);
        job.settings.forEach(setting -> assertThat(setting.settable).isFalse());
        assertThat(job.can("suspend")).isFalse();
    }

    @Test
    void carriesOperationsOut() throws Exception {
        FakeJob fake = FakeJob.register(server, "orders", ID);
        JobOperations operations = reader.operations(reader.read(null).job.job);

        Forecast forecast = operations.forecast(Map.of("Timeout", "900000"), 0, -1);
        assertThat(forecast.faults).isEmpty();
        assertThat(forecast.lines)
                .containsExactly("Timeout: 10 min → 15 min", "Warning: mind the gap");
        assertThat(fake.timeout()).isEqualTo(600_000);

        assertThat(operations.update(Map.of("Timeout", "900000"), "slow disk", 60_000, 1))
                .isEqualTo(2);
        assertThat(fake.timeout()).isEqualTo(900_000);
        assertThat(fake.calls()).contains("updateSettings[{Timeout=900000}, slow disk, 60000, 1]");
        assertThat(operations.reschedule()).startsWith("Checkpoint 12 has until ");
        assertThat(operations.suspend("ALL")).startsWith("Suspended: ALL");
        assertThat(reader.read(null).job.suspended()).isTrue();
        assertThat(operations.resume())
                .isEqualTo(
                        "Nothing is suspended. Newest completed: 9, file:/c/9, survives"
                                + " KILL, SHUTDOWN.");
        assertThat(operations.stacks(12))
                .isEqualTo(
                        "Count, subtask 1 in tm-7:\nRUNNABLE\nat Fetch.read\n\n3 more subtasks hold"
                                + " it");
        assertThat(operations.failHolders(12, 1))
                .isEqualTo(
                        "Failed: Count (2/2) on host. Their tasks restart from checkpoint 9 or a"
                                + " newer one.\nFlink does not wait.");
        assertThat(fake.calls()).contains("failHoldingTasks[12, 1]");
        assertThatThrownBy(() -> operations.abort(99))
                .hasRootCauseMessage("job " + ID + ": checkpoint is not in flight");
    }

    @Test
    void hasEveryOperationOfTheBean() throws Exception {
        // given
        FakeJob fake = FakeJob.register(server, "orders", ID);
        JobOperations operations = reader.operations(reader.read(null).job.job);
        Set<String> expected =
                Arrays.stream(CheckpointCoordinatorMXBean.class.getMethods())
                        .map(Method::getName)
                        .filter(name -> !name.matches("(get|is|set)[A-Z].*"))
                        .collect(Collectors.toCollection(TreeSet::new));

        // when
        for (Method operation : JobOperations.class.getDeclaredMethods()) {
            if (Modifier.isPublic(operation.getModifiers())) {
                Object[] arguments =
                        Arrays.stream(operation.getParameterTypes())
                                .map(JobManagerReaderTest::argument)
                                .toArray();
                try {
                    operation.invoke(operations, arguments);
                } catch (InvocationTargetException e) {
                    assertThat(e).hasRootCauseMessage(FakeJob.notInFlight(ID));
                }
            }
        }

        // then: what it describes is read with the job
        assertThat(fake.operations()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Object argument(Class<?> type) {
        return type == long.class
                ? (Object) 1L
                : type == boolean.class
                        ? (Object) false
                        : type == Map.class ? Map.of("Timeout", "900000") : "PERIODIC";
    }

    @Test
    void isNotifiedOfEvents() throws Exception {
        FakeJob fake = FakeJob.register(server, "orders", ID);
        List<Subscriptions.Event> events = new ArrayList<>();
        Subscriptions subscriptions = new Subscriptions(server, events::add);
        List<JobKey> jobs = reader.read(null).jobs;

        subscriptions.follow(jobs);
        subscriptions.follow(jobs);
        fake.send();

        assertThat(subscriptions.supported()).isTrue();
        assertThat(events).hasSize(1);
        assertThat(events.get(0).what).isEqualTo("settings.changed");
        assertThat(events.get(0).message).isEqualTo("Timeout changed");

        subscriptions.end();
        subscriptions.end();
        fake.send();
        assertThat(events).hasSize(1);
    }

    @Test
    void namesTheAgent() throws Exception {
        server.registerMBean(
                new StandardMBean(new Facts(), FactsMXBean.class, true),
                CheckpointObjectNames.agent());

        assertThat(reader.read(null).agent)
                .isEqualTo("ckptctl 9 in Flink 2.3.0; errors caught in it: 2");
    }

    /** Some of the attributes of the agent's MBean. */
    public interface FactsMXBean {
        /** Returns the agent's version. */
        String getVersion();

        /** Returns Flink's version. */
        String getFlinkVersion();

        /** Returns the errors. */
        long getHookErrors();
    }

    private static final class Facts implements FactsMXBean {
        @Override
        public String getVersion() {
            return "9";
        }

        @Override
        public String getFlinkVersion() {
            return "2.3.0";
        }

        @Override
        public long getHookErrors() {
            return 2;
        }
    }
}
