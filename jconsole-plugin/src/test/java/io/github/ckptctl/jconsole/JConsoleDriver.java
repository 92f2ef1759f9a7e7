// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole;

import javax.imageio.ImageIO;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.swing.JFrame;
import javax.swing.JTabbedPane;
import javax.swing.JTable;
import javax.swing.JTextField;

import java.awt.Frame;
import java.awt.Robot;
import java.awt.Window;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Starts the real JConsole in this JVM, works in the plugin's tab as an operator would, and looks
 * at the job's bean over a connection of its own. Ends with 0 if all was as it should be.
 */
public final class JConsoleDriver {

    private static final Duration SOON = Duration.ofMinutes(3);

    private final SwingTree swing =
            new SwingTree(
                    () ->
                            Arrays.stream(Window.getWindows())
                                    .filter(Window::isShowing)
                                    .collect(Collectors.toList()));
    private final MBeanServerConnection server;
    private final ObjectName bean;
    private final Path screenshots;

    private JConsoleDriver(MBeanServerConnection server, ObjectName bean, Path screenshots) {
        this.server = server;
        this.bean = bean;
        this.screenshots = screenshots;
    }

    /**
     * Runs.
     *
     * @param arguments the plugin's jar, the JMX address, the job's bean, the JobManager's process
     *     id, and where screenshots go
     */
    public static void main(String[] arguments) throws Exception {
        // JConsole takes System.out and System.err for a window of its own
        PrintStream out = System.out;
        int exit = 1;
        Path screenshots = Files.createDirectories(Path.of(arguments[4]));
        try (JMXConnector connector =
                JMXConnectorFactory.connect(new JMXServiceURL(arguments[1]))) {
            JConsoleDriver driver =
                    new JConsoleDriver(
                            connector.getMBeanServerConnection(),
                            new ObjectName(arguments[2]),
                            screenshots);
            start("-interval=1", "-pluginpath", arguments[0], arguments[1]);
            try {
                driver.work();
                driver.lose(Long.parseLong(arguments[3]));
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

    /** Starts JConsole by its name, which the compiler does not let anybody see. */
    private static void start(String... arguments) throws ReflectiveOperationException {
        Class.forName("sun.tools.jconsole.JConsole")
                .getMethod("main", String[].class)
                .invoke(null, (Object) arguments);
    }

    private void work() throws Exception {
        swing.press("Insecure connection");
        await("the tab").atMost(SOON).until(() -> tabs() != null);
        JTabbedPane tabs = tabs();
        SwingTree.swing(
                () -> {
                    JFrame frame = frame();
                    frame.setBounds(0, 0, 1000, 1380);
                    frame.validate();
                    tabs.setSelectedIndex(tabs.indexOfTab("Checkpoints"));
                    return null;
                });
        swing.awaitText("State", "RUNNING");
        await("a checkpoint that expired")
                .atMost(SOON)
                .until(() -> (Long) server.getAttribute(bean, "ExpiredCount") >= 2);

        JTable settings = swing.find("Settings", JTable.class);
        await("the settings").atMost(SOON).until(() -> settings.getRowCount() > 0);
        assertThat(settings.getValueAt(0, 0)).isEqualTo("Timeout");
        JTextField reason = swing.find("Reason", JTextField.class);
        JTextField holds = swing.find("Holds for", JTextField.class);
        SwingTree.swing(
                () -> {
                    settings.setValueAt("1 min", 0, 3);
                    reason.setText("slow disk");
                    holds.setText("1 h");
                    return null;
                });
        swing.press("Apply…");
        shootOnce("jconsole-question", "Apply");
        swing.press("Apply");
        await("the timeout on the bean")
                .atMost(SOON)
                .until(() -> server.getAttribute(bean, "Timeout").equals(60_000L));
        swing.awaitText("Outcome", "Changed");
        swing.press("Re-arm all");
        swing.awaitText("Outcome", "has until");
        assertThat((Long) server.getAttribute(bean, "RescheduledCount")).isPositive();
        long completed = (Long) server.getAttribute(bean, "CompletedCount");
        await("saved checkpoints")
                .atMost(SOON)
                .until(() -> (Long) server.getAttribute(bean, "CompletedCount") > completed + 2);
        await("notifications")
                .atMost(SOON)
                .until(() -> swing.find("Notifications", JTable.class).getRowCount() > 2);
        await("a bar to fill")
                .atMost(SOON)
                .until(() -> (Long) server.getAttribute(bean, "OldestPendingAge") > 2_000);
        shoot("jconsole");

        swing.press("Suspend all…");
        swing.press("Suspend all");
        await("the suspension on the bean")
                .atMost(SOON)
                .until(() -> server.getAttribute(bean, "Suspension").equals("ALL"));
        swing.awaitText("State", "SUSPENDED: ALL");
        swing.press("Resume");
        await("the resumption on the bean")
                .atMost(SOON)
                .until(() -> server.getAttribute(bean, "Suspension").equals("NONE"));
        assertThat(windows()).noneMatch(title -> title.contains("Output"));
    }

    private void lose(long pid) throws Exception {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await("the tab to tell of the loss")
                .atMost(SOON)
                .until(
                        () ->
                                swing.text("Connection").contains("cannot be read")
                                        || swing.text("Connection").contains("was lost"));
        await("the buttons to be off")
                .atMost(SOON)
                .until(() -> !SwingTree.swing(swing.button("Re-arm all")::isEnabled));
        swing.awaitText("Connection", "The connection was lost at");
        shoot("jconsole-lost");
        assertThat(windows()).noneMatch(title -> title.contains("Output"));
    }

    private JTabbedPane tabs() throws Exception {
        for (JTabbedPane tabs : swing.all(JTabbedPane.class)) {
            if (SwingTree.swing(() -> tabs.indexOfTab("Checkpoints")) >= 0) {
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

    private void shootOnce(String name, String button) throws Exception {
        swing.button(button);
        shoot(name);
    }

    private void shoot(String name) throws Exception {
        Robot robot = new Robot();
        robot.waitForIdle();
        ImageIO.write(
                robot.createScreenCapture(frame().getBounds()),
                "png",
                screenshots.resolve(name + ".png").toFile());
    }
}
