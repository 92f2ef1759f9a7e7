// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole;

import org.awaitility.core.ConditionTimeoutException;

import javax.imageio.ImageIO;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.swing.JComboBox;
import javax.swing.JFrame;
import javax.swing.JInternalFrame;
import javax.swing.JTabbedPane;
import javax.swing.JTable;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;

import java.awt.Frame;
import java.awt.Robot;
import java.awt.Window;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Program that starts the real JConsole in this JVM, works in the plugin's tab as an operator
 * would, and reads the jobs' MBeans over a connection of its own. Exits with 0 if everything was as
 * expected.
 */
public final class JConsoleDriver {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String MINUTES = "600000";

    private final String address;
    private final String pid;
    private final Path snapshotFile;
    private final Path screenshots;
    private final SwingTree swing =
            new SwingTree(
                    () ->
                            Arrays.stream(Window.getWindows())
                                    .filter(Window::isShowing)
                                    .collect(Collectors.toList()));
    private MBeanServerConnection server;
    private ObjectName bean;

    private JConsoleDriver(String address, String pid, Path snapshotFile, Path screenshots)
            throws Exception {
        this.address = address;
        this.pid = pid;
        this.snapshotFile = snapshotFile;
        this.screenshots = screenshots;
        this.server = connection(address);
        this.bean = bean("orders");
    }

    /**
     * Runs the program.
     *
     * @param arguments the plugin's jar, the JobManager's JMX address and process id, the file with
     *     the duration of the snapshots of the job "orders", the token of its HTTP endpoint, and
     *     the directory for screenshots
     */
    public static void main(String[] arguments) throws Exception {
        // JConsole redirects System.out and System.err to a window of its own
        PrintStream out = System.out;
        int exit = 1;
        try {
            start("-interval=1", "-pluginpath", arguments[0], arguments[1]);
            JConsoleDriver driver =
                    new JConsoleDriver(
                            arguments[1],
                            arguments[2],
                            Path.of(arguments[3]),
                            Files.createDirectories(Path.of(arguments[5])));
            try {
                driver.savesCheckpoints();
                driver.treatsOneCheckpoint();
                driver.suspends();
                driver.looksAndTriggers();
                driver.goesOnAfterALoss();
                driver.enablesUnaligned();
                driver.pins();
                driver.stops();
                driver.worksOverHttp(arguments[4]);
                assertThat(windows()).noneMatch(title -> title.contains("Output"));
                exit = 0;
            } catch (Exception | AssertionError e) {
                e.printStackTrace(out);
                driver.shoot("failure");
            }
        } finally {
            out.flush();
            Runtime.getRuntime().halt(exit);
        }
    }

    /** Starts JConsole by its name, since the compiler does not expose the class. */
    private static void start(String... arguments) throws ReflectiveOperationException {
        Class.forName("sun.tools.jconsole.JConsole")
                .getMethod("main", String[].class)
                .invoke(null, (Object) arguments);
    }

    private void savesCheckpoints() throws Exception {
        answer("Insecure connection");
        open("Checkpoints");
        swing.awaitText("State", "RUNNING");
        awaitThat("checkpoints that expired", () -> number("ExpiredCount") >= 2);

        setTimeout("1 min");
        write("Reason", "slow disk");
        write("Holds for", "1 h");
        press("Apply…", () -> swing.offers("Apply"));
        answer("Cancel");
        swing.awaitText("Outcome", "Nothing was changed");
        assertThat(number("SettingsChangedCount")).isZero();
        press("Apply…", () -> swing.offers("Apply"));
        shoot("jconsole-question");
        answer("Apply");
        awaitThat("the timeout on the bean", () -> number("Timeout") == 60_000);
        swing.awaitText("Outcome", "Changed");

        press("Re-arm all", () -> swing.text("Outcome").contains("has until"));
        assertThat(number("RescheduledCount")).isPositive();
        long completed = number("CompletedCount");
        awaitThat("saved checkpoints", () -> number("CompletedCount") > completed + 2);
        awaitThat(
                "notifications", () -> swing.find("Notifications", JTable.class).getRowCount() > 2);
        awaitThat("a bar to fill", () -> number("OldestPendingAge") > 2_000);
        shoot("jconsole");
    }

    private void treatsOneCheckpoint() throws Exception {
        Files.writeString(snapshotFile, MINUTES);
        awaitThat("a checkpoint that stays", () -> number("OldestPendingAge") > 6_000);
        // by the ten minutes that the field beside the button offers
        press("Extend by", () -> number("NextDeadlineIn") > 120_000);
        String id = chosen("Checkpoint");
        swing.awaitText("Outcome", "Checkpoint " + id + " has until");

        long failed = number("FailedCount");
        press("Abort…", () -> swing.offers("Abort"));
        answer("Abort");
        swing.awaitText("Outcome", "Checkpoint " + id + " is aborted");
        awaitThat("the failure on the bean", () -> number("FailedCount") > failed);
        assertThat(((CompositeData) read("LatestFailedCheckpoint")).get("id"))
                .isEqualTo(Long.valueOf(id));
        Files.delete(snapshotFile);
    }

    private void suspends() throws Exception {
        press("Suspend all…", () -> swing.offers("Suspend all"));
        answer("Suspend all");
        awaitThat("the suspension on the bean", () -> read("Suspension").equals("ALL"));
        swing.awaitText("State", "SUSPENDED: ALL");
        press("Resume", () -> read("Suspension").equals("NONE"));

        awaitThat("something in flight", () -> number("PendingCount") > 0);
        press("Quiesce", () -> read("Suspension").equals("PERIODIC"));
        swing.awaitText("Outcome", "Suspended: PERIODIC");
        assertThat(number("PendingCount")).isZero();
        swing.awaitText("State", "SUSPENDED: PERIODIC");
        press("Resume", () -> read("Suspension").equals("NONE"));
        swing.awaitText("Outcome", "Nothing is suspended");
    }

    private void goesOnAfterALoss() throws Exception {
        jcmd("ManagementAgent.stop");
        swing.awaitText("Connection", "The connection was lost at");
        awaitThat("the buttons to be off", () -> !swing.offers("Suspend periodic"));
        shoot("jconsole-lost");

        String jndi = new JMXServiceURL(address).getURLPath().substring("/jndi/".length());
        int port = URI.create(jndi).getPort();
        jcmd(
                "ManagementAgent.start",
                "jmxremote.host=127.0.0.1",
                "jmxremote.port=" + port,
                "jmxremote.rmi.port=" + port,
                "jmxremote.authenticate=false",
                "jmxremote.ssl=false");
        answer("Reconnect");
        swing.awaitText("Connection", "ckptctl");
        server = connection(address);
        press("Suspend periodic", () -> read("Suspension").equals("PERIODIC"));
        swing.awaitText("State", "SUSPENDED: PERIODIC");
        press("Resume", () -> read("Suspension").equals("NONE"));
        awaitThat(
                "notifications", () -> swing.find("Notifications", JTable.class).getRowCount() > 0);
    }

    private void enablesUnaligned() throws Exception {
        press("Unaligned…", () -> swing.offers("Enable unaligned checkpoints"));
        answer("Enable unaligned checkpoints");
        swing.awaitText("Outcome", "would go back to checkpoint");
        press("Unaligned…", () -> swing.offers("Enable unaligned checkpoints"));
        write("Unaligned reason", "back-pressure");
        swing.press("Restart its tasks if they are not capable of unaligned checkpoints");
        answer("Enable unaligned checkpoints");
        swing.awaitText("Outcome", "The job's tasks restart from checkpoint");
        awaitThat("capable tasks", () -> read("UnalignedCapable").equals("YES"));
        assertThat(history("enableUnaligned", "reason")).contains("back-pressure");
    }

    private void pins() throws Exception {
        press("Pin…", () -> swing.offers("Pin"));
        write("Pin reason", "before the upgrade");
        shoot("jconsole-pin");
        answer("Pin");
        swing.awaitText("Outcome", "is pinned: ");
        CompositeData pin = ((CompositeData[]) read("PinnedCheckpoints"))[0];
        assertThat(pin.get("reason")).isEqualTo("before the upgrade");
        swing.awaitText("State", "Pinned: " + pin.get("id"));
        JTable pins = swing.find("Pinned checkpoints", JTable.class);
        awaitThat("the pin in the table", () -> pins.getRowCount() == 1);
        assertThat(SwingTree.swing(() -> pins.getValueAt(0, 7))).isEqualTo(pin.get("externalPath"));

        awaitThat(
                "a newer one that takes its place",
                () -> SwingTree.swing(() -> pins.getValueAt(0, 6)).equals("the pin only"));
        assertThat(swing.offers("Unpin…")).isFalse();
        select(pins);
        press("Unpin…", () -> swing.offers("Unpin"));
        answer("Unpin");
        awaitThat("the end of the pin on the bean", () -> number("PinnedCount") == 0);
        swing.awaitText("Outcome", "Checkpoint " + pin.get("id") + ": ");
        awaitThat("an empty table", () -> pins.getRowCount() == 0);
    }

    private static void select(JTable table) throws Exception {
        SwingTree.swing(
                () -> {
                    table.setRowSelectionInterval(0, 0);
                    return null;
                });
    }

    private void looksAndTriggers() throws Exception {
        press("Diagnose", () -> swing.text("Outcome").contains("subtasks acknowledged"));
        press("Safe to kill?", () -> swing.text("Outcome").startsWith("No: "));
        press("Suspend for…", () -> swing.offers("Suspend for a time"));
        write("Suspension time", "5 min");
        write("Suspension reason", "Kafka brokers restart");
        shoot("jconsole-suspend");
        answer("Suspend for a time");
        awaitThat("the suspension on the bean", () -> read("Suspension").equals("PERIODIC"));
        assertThat(history("suspend", "reason")).contains("Kafka brokers restart");
        assertThat(history("suspend", "to")).anyMatch(to -> to.startsWith("PERIODIC until"));

        long completed = number("CompletedCount");
        press("Trigger…", () -> swing.offers("Trigger a checkpoint"));
        answer("Trigger a checkpoint");
        swing.awaitText("Outcome", " completed in ");
        assertThat(number("CompletedCount")).isGreaterThan(completed);
        press("Reset failure count", () -> !history("resetFailureCount", "by").isEmpty());
        swing.awaitText("Outcome", "The count of failures in a row is zero");
        assertThat(number("ConsecutiveFailures")).isZero();
        press("Resume", () -> read("Suspension").equals("NONE"));
    }

    /** Returns a field of all changes of a kind in the job's history. */
    private List<String> history(String action, String field) throws JMException, IOException {
        return Arrays.stream((CompositeData[]) read("History"))
                .filter(entry -> entry.get("action").equals(action))
                .map(entry -> entry.get(field).toString())
                .collect(Collectors.toList());
    }

    private void stops() throws Exception {
        press("Stop with checkpoint…", () -> swing.offers("Stop the job"));
        answer("Cancel");
        assertThat(server.isRegistered(bean)).isTrue();
        press("Stop with checkpoint…", () -> swing.offers("Stop the job"));
        shoot("jconsole-stop");
        answer("Stop the job");
        swing.awaitText("Outcome", "The job is stopped. Start it again from checkpoint");
        awaitThat("the job's bean to go", () -> !server.isRegistered(bean));
        awaitThat("the tab to show the other job", () -> chosen("Job").startsWith("payments"));
    }

    private void worksOverHttp(String token) throws Exception {
        ObjectName agent = new ObjectName("flink.checkpointing:type=CheckpointAgent");
        URI endpoint = URI.create((String) server.getAttribute(agent, "JolokiaUrl"));
        bean = bean("payments");

        for (JInternalFrame connection : swing.all(JInternalFrame.class)) {
            SwingUtilities.invokeLater(connection::doDefaultCloseAction);
        }
        swing.press("Remote Process:");
        write(
                "Remote Process",
                "service:jmx:jolokia://" + endpoint.getAuthority() + endpoint.getPath());
        write("User Name", "token");
        write("Password", token);
        press("Connect", () -> swing.offers("Insecure connection"));
        answer("Insecure connection");
        open("Checkpoints");
        swing.awaitText("State", "RUNNING");
        swing.awaitText("About notifications", "This connection has none");

        setTimeout("2 min");
        press("Apply…", () -> swing.offers("Apply"));
        answer("Apply");
        awaitThat("the timeout on the bean", () -> number("Timeout") == 120_000);
        swing.awaitText("Outcome", "Changed");
        press("Suspend periodic", () -> read("Suspension").equals("PERIODIC"));
        swing.awaitText("State", "SUSPENDED: PERIODIC");
        shoot("jconsole-http");
        press("Resume", () -> read("Suspension").equals("NONE"));

        press("Stop with checkpoint…", () -> swing.offers("Stop the job"));
        answer("Stop the job");
        swing.awaitText("Outcome", "The job is stopped. Start it again from checkpoint");
        awaitThat("the job's bean to go", () -> !server.isRegistered(bean));
        swing.awaitText("Connection", "No job runs here");
    }

    // ---- JConsole

    /** Presses a button, once that is possible, until it has an effect. */
    private void press(String text, Callable<Boolean> effect) {
        await("what " + text + " is for")
                .atMost(SOON)
                .pollDelay(Duration.ZERO)
                .until(
                        () -> {
                            if (swing.offers(text)) {
                                swing.press(text);
                            }
                            try {
                                await().atMost(PATIENCE).until(effect);
                                return true;
                            } catch (ConditionTimeoutException e) {
                                return false;
                            }
                        });
    }

    /** Answers a question with a button, which closes the question. */
    private void answer(String text) throws Exception {
        swing.press(text);
        awaitThat("the answer " + text, () -> !swing.offers(text));
    }

    private void setTimeout(String value) throws Exception {
        JTable settings = swing.find("Settings", JTable.class);
        awaitThat("the settings", () -> settings.getRowCount() > 0);
        assertThat(settings.getValueAt(0, 0)).isEqualTo("Timeout");
        SwingTree.swing(
                () -> {
                    settings.setValueAt(value, 0, 3);
                    return null;
                });
    }

    /** Writes into the field with a name or an accessible name. */
    private void write(String name, String text) throws Exception {
        for (JTextComponent field : swing.all(JTextComponent.class)) {
            SwingTree.swing(
                    () -> {
                        String accessible = field.getAccessibleContext().getAccessibleName();
                        if (name.equals(field.getName()) || name.equals(accessible)) {
                            field.setText(text);
                        }
                        return null;
                    });
        }
    }

    private String chosen(String box) throws Exception {
        JComboBox<?> found = swing.find(box, JComboBox.class);
        return String.valueOf(SwingTree.swing(found::getSelectedItem));
    }

    private void open(String tab) throws Exception {
        awaitThat("the tab", () -> tabsWith(tab) != null);
        JTabbedPane tabs = tabsWith(tab);
        SwingTree.swing(
                () -> {
                    JFrame frame = frame();
                    frame.setBounds(0, 0, 1000, 1380);
                    frame.validate();
                    tabs.setSelectedIndex(tabs.indexOfTab(tab));
                    return null;
                });
    }

    private JTabbedPane tabsWith(String tab) throws Exception {
        for (JTabbedPane tabs : swing.all(JTabbedPane.class)) {
            if (SwingTree.swing(() -> tabs.indexOfTab(tab)) >= 0) {
                return tabs;
            }
        }
        return null;
    }

    private static JFrame frame() {
        return Arrays.stream(Frame.getFrames())
                .filter(JFrame.class::isInstance)
                .map(JFrame.class::cast)
                .filter(Window::isShowing)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> windows() throws Exception {
        return SwingTree.swing(
                () ->
                        Arrays.stream(Frame.getFrames())
                                .filter(Window::isShowing)
                                .map(Frame::getTitle)
                                .collect(Collectors.toList()));
    }

    private void shoot(String name) throws Exception {
        Robot robot = new Robot();
        robot.waitForIdle();
        ImageIO.write(
                robot.createScreenCapture(frame().getBounds()),
                "png",
                screenshots.resolve(name + ".png").toFile());
    }

    // ---- the JobManager

    private void jcmd(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        all.add(pid);
        all.addAll(List.of(command));
        assertThat(new ProcessBuilder(all).inheritIO().start().waitFor()).isZero();
    }

    private static MBeanServerConnection connection(String address) throws IOException {
        return JMXConnectorFactory.connect(new JMXServiceURL(address)).getMBeanServerConnection();
    }

    private ObjectName bean(String job) throws JMException, IOException {
        return server.queryNames(new ObjectName("flink.checkpointing:job_name=" + job + ",*"), null)
                .iterator()
                .next();
    }

    private Object read(String attribute) throws JMException, IOException {
        return server.getAttribute(bean, attribute);
    }

    private long number(String attribute) throws JMException, IOException {
        return (Long) read(attribute);
    }

    private static void awaitThat(String what, Callable<Boolean> condition) {
        await(what).atMost(SOON).until(condition);
    }
}
