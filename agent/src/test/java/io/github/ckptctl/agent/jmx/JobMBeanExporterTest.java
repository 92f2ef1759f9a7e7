// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.control.Job;
import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.JobRegistry;
import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.engine.JobMasterSession;
import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointNotifications;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import io.github.ckptctl.mbeans.Role;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class JobMBeanExporterTest {

    private static final String ID = "0123456789abcdef0123456789abcdef";

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final JobMBeanExporter beans =
            new JobMBeanExporter(
                    server, JmxAccess.OPEN, Clock.systemUTC(), Runnable::run, Runnable::run);
    private final JobRegistry register =
            new JobRegistry(
                    id ->
                            new JobCheckpointControl(
                                    id,
                                    Clock.systemUTC(),
                                    (task, delay) -> () -> {},
                                    SettingLimits.NONE,
                                    RecordPersister.ofMemory()),
                    beans);

    static Stream<Arguments> names() {
        return Stream.of(
                Arguments.of("orders", "orders"),
                Arguments.of("Orders, EU = \"prod\" *v2*", "Orders__EU____prod___v2_"),
                Arguments.of("line\nbreak", "line_break"),
                Arguments.of("r\u00f6cket \uD83D\uDE80", "r_cket__"),
                Arguments.of("", "_"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void namesTheBeanSoThatEveryCollectorCanReadIt(String jobName, String sanitized)
            throws Exception {
        // when
        start(jobName);

        // then
        ObjectName name = only();
        assertThat(name.toString())
                .isEqualTo(
                        "flink.checkpointing:type=CheckpointCoordinator,job_name="
                                + sanitized
                                + ",job_id="
                                + ID);
        assertThat(server.getAttribute(name, "JobName")).isEqualTo(jobName);
        assertThat(server.getAttribute(name, "JobId")).isEqualTo(ID);
    }

    @Test
    void looksAtTheRoleOfACallerOnceMore() throws Exception {
        // given
        start("orders");
        ObjectName name = only();
        AttributeList both =
                new AttributeList(
                        List.of(new Attribute("Timeout", 1L), new Attribute("Interval", 1L)));

        // when, then: regardless of the entry point
        assertThat(refused(Role.VIEWER, () -> server.setAttributes(name, both)))
                .hasMessage("Timeout needs the role OPERATOR, http:eve has VIEWER");
        assertThat(
                        refused(
                                Role.VIEWER,
                                () -> server.setAttribute(name, new Attribute("Timeout", 1L))))
                .hasMessageContaining("OPERATOR");
        assertThat(refused(Role.VIEWER, () -> server.invoke(name, "resume", null, null)))
                .hasMessageContaining("OPERATOR");
        assertThat(
                        refused(
                                Role.OPERATOR,
                                () ->
                                        server.invoke(
                                                name,
                                                "stopWithCheckpoint",
                                                new Object[] {false, 1L},
                                                new String[] {"boolean", "long"})))
                .hasMessageContaining("ADMIN");

        // and: reading is for all, and plain JMX knows no roles
        Throwable read =
                CallerContext.call(
                        "http:eve",
                        Role.VIEWER,
                        () -> catchThrowable(() -> server.getAttribute(name, "Timeout")));
        assertThat(read).isNull();
        assertThat(catchThrowable(() -> server.invoke(name, "resume", null, null))).isNull();
    }

    private static Throwable refused(Role role, ThrowingCallable call) {
        Throwable thrown = CallerContext.call("http:eve", role, () -> catchThrowable(call));
        assertThat(thrown).hasRootCauseInstanceOf(SecurityException.class);
        return thrown.getCause();
    }

    @Test
    void rejectsChangesOverPlainJmxButAllowsOwnDoors() throws Exception {
        // given
        JobMBeanExporter closed =
                new JobMBeanExporter(
                        server,
                        JmxAccess.readOnly("jmx.changes=false"),
                        Clock.systemUTC(),
                        Runnable::run,
                        Runnable::run);
        closed.started(start("orders"));
        beans.clear();
        closed.started(register.jobs().iterator().next());
        ObjectName name = only();
        Attribute timeout = new Attribute("Timeout", 60_000L);
        List<ThrowingCallable> changes =
                List.of(
                        () -> server.setAttribute(name, timeout),
                        () -> server.setAttributes(name, new AttributeList(List.of(timeout))),
                        () -> server.invoke(name, "resume", null, null));

        for (ThrowingCallable change : changes) {
            // then
            assertThat(catchThrowable(change))
                    .isInstanceOf(RuntimeMBeanException.class)
                    .cause()
                    .isInstanceOf(SecurityException.class)
                    .hasMessageContaining("is refused over JMX")
                    .hasMessageContaining("jmx.changes=false")
                    .hasMessageContaining("HTTP");
            Throwable overHttp =
                    CallerContext.call("http:ada", Role.ADMIN, () -> catchThrowable(change));
            assertThat(overHttp == null ? "" : overHttp.toString()).doesNotContain("over JMX");
            Throwable onFlinksPort =
                    CallerContext.call("rest:10.0.0.7", () -> catchThrowable(change));
            assertThat(onFlinksPort == null ? "" : onFlinksPort.toString())
                    .doesNotContain("over JMX");
        }

        // and: reading is open
        assertThat(server.getAttribute(name, "JobName")).isEqualTo("orders");
        assertThat(server.invoke(name, "safeToKill", null, null)).isNotNull();
    }

    @Test
    void cutsALongName() {
        // when
        start("x".repeat(300));

        // then
        assertThat(only().getKeyProperty("job_name")).isEqualTo("x".repeat(80));
        assertThat(only().isPropertyValuePattern()).isFalse();
    }

    @Test
    void describesEverythingWithItsUnit() throws Exception {
        // given
        start("job");
        MBeanInfo info = server.getMBeanInfo(only());

        // then
        assertThat(info.getDescription()).isEqualTo("Checkpointing of one running Flink job");
        for (MBeanAttributeInfo attribute : info.getAttributes()) {
            assertThat(attribute.getDescription())
                    .as(attribute.getName())
                    .isNotBlank()
                    .isNotEqualTo(attribute.getName());
            if (attribute.getType().equals("long") || attribute.getType().equals("double")) {
                assertThat(attribute.getDescriptor().getFieldValue("units"))
                        .as("units of " + attribute.getName())
                        .isNotNull();
            }
            if (attribute.isWritable() && !attribute.getType().equals("boolean")) {
                boolean isText = attribute.getType().equals(String.class.getName());
                String range = isText ? "legalValues" : "minValue";
                assertThat(attribute.getDescriptor().getFieldValue(range))
                        .as(range + " of " + attribute.getName())
                        .isNotNull();
            }
        }
        assertThat(Arrays.stream(info.getOperations()).map(MBeanOperationInfo::getName))
                .as("no operation is overloaded")
                .doesNotHaveDuplicates();
        for (MBeanOperationInfo operation : info.getOperations()) {
            assertThat(operation.getDescription())
                    .as(operation.getName())
                    .isNotEqualTo(operation.getName());
            for (MBeanParameterInfo parameter : operation.getSignature()) {
                assertThat(parameter.getName()).as(operation.getName()).doesNotMatch("p\\d");
                assertThat(parameter.getDescription())
                        .as(operation.getName() + " " + parameter.getName())
                        .isNotEqualTo(parameter.getName());
            }
        }
        assertThat(
                        Arrays.stream(info.getOperations())
                                .filter(one -> one.getImpact() == MBeanOperationInfo.INFO)
                                .map(MBeanOperationInfo::getName))
                .as("operations that change nothing")
                .containsExactlyInAnyOrder(
                        "safeToKill", "describeCheckpoint", "diagnose", "forecastSettings");
        assertThat(info.getNotifications())
                .singleElement()
                .satisfies(
                        types ->
                                assertThat(types.getNotifTypes())
                                        .contains(
                                                CheckpointNotifications.SETTINGS_CHANGED,
                                                CheckpointNotifications.CHECKPOINT_COMPLETED));
    }

    @Test
    void answersAReadThatFailsWithADefaultValueAndCountsIt() throws Exception {
        // given
        register.started(
                ID,
                "job",
                new TestingView() {
                    @Override
                    public String status() {
                        throw new IllegalStateException("no such field");
                    }
                });

        // when, then
        assertThat(server.getAttribute(only(), "JobStatus")).isEqualTo("UNKNOWN");
        assertThat(server.getAttribute(only(), "JobStatus")).isEqualTo("UNKNOWN");
        assertThat(beans.readErrors().count()).isEqualTo(2);
        assertThat(beans.readErrors().last())
                .isEqualTo("java.lang.IllegalStateException: no such field");
    }

    @Test
    void answersEveryAttributeOfAJobWithoutCoordinator() throws Exception {
        // given
        start("batch");
        String[] names =
                Stream.of(server.getMBeanInfo(only()).getAttributes())
                        .map(MBeanAttributeInfo::getName)
                        .toArray(String[]::new);

        // when
        AttributeList values = server.getAttributes(only(), names);

        // then
        assertThat(values).hasSize(names.length);
        assertThat(values.asList()).extracting(Attribute::getValue).doesNotContainNull();
        CheckpointCoordinatorMXBean bean =
                JMX.newMXBeanProxy(server, only(), CheckpointCoordinatorMXBean.class);
        assertThat(bean.getTimeout()).isEqualTo(-1);
        assertThat(bean.getLatestCompletedId()).isEqualTo(-1);
        assertThat(bean.getNextDeadlineIn()).isEqualTo(-1);
        assertThat(bean.getLatestCompletedAge()).isEqualTo(-1);
        assertThat(bean.getNotTriggering())
                .isEqualTo(
                        "the job has no checkpoint coordinator: it is a batch job or not scheduled"
                                + " yet");
    }

    @Test
    void reportsTheFaultToTheCaller() {
        // given
        start("batch");

        // when
        Throwable refused =
                catchThrowable(
                        () -> server.setAttribute(only(), new Attribute("Timeout", 60_000L)));

        // then
        assertThat(refused)
                .isInstanceOf(RuntimeMBeanException.class)
                .cause()
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining(ID)
                .hasMessageContaining("no checkpoint coordinator");
    }

    @Test
    void numbersNotificationsInTheOrderOfTheEvents() throws Exception {
        // given
        Job job = start("job");
        List<Notification> heard = new ArrayList<>();
        server.addNotificationListener(only(), (message, back) -> heard.add(message), null, null);

        // when
        job.checkpoints().failed(1, "Checkpoint expired before completing.", true);
        job.checkpoints().failed(2, "Checkpoint was declined.", false);

        // then
        assertThat(heard)
                .extracting(Notification::getType)
                .containsOnly(CheckpointNotifications.CHECKPOINT_FAILED);
        assertThat(heard).extracting(Notification::getSequenceNumber).containsExactly(1L, 2L);
        assertThat(heard).first().extracting(Notification::getSource).isEqualTo(only());
    }

    @Test
    void countsWhatHappensBeforeAListenerIsThere() throws Exception {
        // given
        Job job = start("job");
        List<Notification> heard = new ArrayList<>();
        job.checkpoints().completed(1, 10);
        job.checkpoints().failed(2, "Checkpoint was declined.", false);

        // when
        server.addNotificationListener(only(), (message, back) -> heard.add(message), null, null);
        job.checkpoints().completed(3, 30);

        // then: a listener that receives number 3 first knows that there were two
        assertThat(heard).extracting(Notification::getSequenceNumber).containsExactly(3L);
        assertThat(heard)
                .extracting(Notification::getMessage)
                .containsExactly("checkpoint 3 completed after 30 ms");
    }

    @Test
    void takesTheBeanAwayWithTheJob() {
        // given
        TestingView master = new TestingView();
        register.started(ID, "job", master);
        assertThat(beans.entries()).hasSize(1);

        // when
        register.gone(ID, master, false);

        // then
        assertThat(server.queryNames(CheckpointObjectNames.coordinators(), null)).isEmpty();
        assertThat(beans.entries()).isEmpty();
    }

    private Job start(String name) {
        register.started(ID, name, new TestingView());
        return register.jobs().iterator().next();
    }

    private ObjectName only() {
        return server.queryNames(CheckpointObjectNames.coordinators(), null).iterator().next();
    }

    private static class TestingView implements JobMasterSession {
        @Override
        public String status() {
            return "RUNNING";
        }

        @Override
        public boolean isSame(JobMasterSession other) {
            return this == other;
        }
    }
}
