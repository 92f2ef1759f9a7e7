// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.SwingTree;
import io.github.ckptctl.jconsole.model.FakeJob;
import io.github.ckptctl.jconsole.model.JobManagerReader;
import io.github.ckptctl.jconsole.model.JobSnapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.accessibility.Accessible;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JTable;
import javax.swing.JToolTip;
import javax.swing.SwingUtilities;
import javax.swing.plaf.basic.BasicHTML;
import javax.swing.text.JTextComponent;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static io.github.ckptctl.jconsole.SwingTree.swing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Test of the tab without a screen: its content, and the effect of its buttons. */
class CheckpointTabTest {

    private static final String ID = "0123456789abcdef0123456789abcdef";

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private CheckpointTab tab;
    private final SwingTree tree = new SwingTree(() -> List.of(tab.component()));

    @BeforeEach
    void create() throws Exception {
        tab = swing(() -> new CheckpointTab(() -> server));
    }

    @AfterEach
    void close() throws Exception {
        swing(
                () -> {
                    tab.close();
                    tab.close();
                    return null;
                });
    }

    @Test
    void showsAJob() throws Exception {
        FakeJob fake = FakeJob.register(server, "orders", ID);

        connect();

        tree.awaitText("State", "RUNNING");
        JTable settings = tree.find("Settings", JTable.class);
        assertThat(swing(() -> settings.getValueAt(0, 2))).isEqualTo("10 min");
        assertThat(swing(() -> settings.isCellEditable(0, SettingsModel.NEW_VALUE))).isTrue();
        assertThat(swing(() -> settings.isCellEditable(1, SettingsModel.NEW_VALUE))).isFalse();
        assertThat(tree.find("History", JTable.class).getRowCount()).isEqualTo(1);
        assertThat(accessible("In flight")).contains("checkpoint 12: 3 of 4 tasks");
        assertThat(accessible("Recent checkpoints"))
                .contains("Checkpoint 11 failed after 10 s: expired")
                .contains("Timeout: 10 min");

        fake.send();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> tree.find("Notifications", JTable.class).getRowCount() == 1);
    }

    @Test
    void doesWhatItsButtonsSay() throws Exception {
        FakeJob fake = FakeJob.register(server, "orders", ID);
        connect();
        tree.awaitText("State", "RUNNING");

        tree.press("Re-arm all");
        tree.awaitText("Outcome", "Checkpoint 12 has until");
        assertThat(tree.button("Resume").isEnabled()).isFalse();
        tree.press("Suspend periodic");
        tree.awaitText("Outcome", "Suspended: PERIODIC");
        assertThat(fake.calls()).contains("suspend[PERIODIC]");
        tab.poll().execute();
        tree.awaitText("State", "SUSPENDED: PERIODIC");
        assertThat(tree.button("Resume").isEnabled()).isTrue();
    }

    @Test
    void saysWhatIsWrongWithAValue() throws Exception {
        FakeJob.register(server, "orders", ID);
        connect();
        tree.awaitText("State", "RUNNING");

        JTable settings = tree.find("Settings", JTable.class);
        swing(
                () -> {
                    settings.setValueAt("ten minutes", 0, SettingsModel.NEW_VALUE);
                    return null;
                });
        tree.press("Apply…");

        tree.awaitText("Outcome", "'ten minutes' is no duration");
    }

    @Test
    void keepsWhatIsTypedFromReadingToReading() throws Exception {
        FakeJob.register(server, "orders", ID);
        connect();
        tree.awaitText("State", "RUNNING");
        JTable settings = tree.find("Settings", JTable.class);
        swing(
                () -> {
                    settings.setValueAt("15 min", 0, SettingsModel.NEW_VALUE);
                    settings.setRowSelectionInterval(0, 0);
                    return null;
                });

        tree.press("Suspend periodic");
        tree.awaitText("Outcome", "Suspended");
        tab.poll().execute();
        tree.awaitText("State", "SUSPENDED");

        assertThat(swing(() -> settings.getValueAt(0, SettingsModel.NEW_VALUE)))
                .isEqualTo("15 min");
        assertThat(swing(settings::getSelectedRow)).isZero();
    }

    @Test
    void saysThatThereIsNoAgentAndOffersNothing() throws Exception {
        connect();

        tree.awaitText("Connection", "There is no ckptctl agent");
        for (AbstractButton button : tree.all(AbstractButton.class)) {
            if (button.getText() != null && !button.getText().isEmpty()) {
                assertThat(button.isEnabled()).as(button.getText()).isFalse();
            }
        }
    }

    @Test
    void livesThroughTheLossOfTheConnection() throws Exception {
        FakeJob.register(server, "orders", ID);
        connect();
        tree.awaitText("State", "RUNNING");

        swing(
                () -> {
                    tab.disconnected();
                    return null;
                });
        tree.awaitText("Connection", "The connection was lost at");
        assertThat(tree.button("Re-arm all").isEnabled()).isFalse();

        server.unregisterMBean(FakeJob.name("orders", ID));
        FakeJob.register(server, "payments", ID);
        connect();
        tree.awaitText("Connection", "The agent has no bean of its own");
        tree.awaitText("State", "RUNNING");
        assertThat(tree.button("Re-arm all").isEnabled()).isTrue();
    }

    @Test
    void looksLostOnceItIsClosed() throws Exception {
        FakeJob.register(server, "orders", ID);
        connect();
        tree.awaitText("State", "RUNNING");

        tab.close();

        tree.awaitText("Connection", "The connection was lost at");
        assertThat(tree.button("Re-arm all").isEnabled()).isFalse();
    }

    @Test
    void fitsIntoANarrowWindowAndPaints() throws Exception {
        FakeJob.register(server, "orders", ID);
        connect();
        tree.awaitText("State", "RUNNING");

        swing(
                () -> {
                    JComponent all = tab.component();
                    all.setSize(new Dimension(560, 2_000));
                    layout(all);
                    layout(all);
                    BufferedImage image = new BufferedImage(560, 2_000, BufferedImage.TYPE_INT_RGB);
                    all.print(image.getGraphics());
                    return null;
                });

        for (JComponent component : tree.all(JComponent.class)) {
            int right =
                    SwingUtilities.convertPoint(component, component.getWidth(), 0, tab.component())
                            .x;
            assertThat(right).as(component.toString()).isLessThanOrEqualTo(560);
        }
        assertThat(tree.find("In flight", DeadlineBars.class).getHeight()).isPositive();
        JComponent history = (JComponent) tree.find("History", JTable.class).getParent();
        assertThat(history.getHeight()).isGreaterThan(60);
        assertThat(tree.find("Recent checkpoints", RecentChart.class).getHeight())
                .isGreaterThan(100);
    }

    @Test
    void namesEverythingForThoseWhoDoNotSee() throws Exception {
        for (Component component : tree.all(JComponent.class)) {
            boolean input = component instanceof JTable || component instanceof JTextComponent;
            if (input || component instanceof JComboBox) {
                String name = ((Accessible) component).getAccessibleContext().getAccessibleName();
                assertThat(name).as(component.toString()).isNotBlank();
            }
        }
        List<Integer> letters = new ArrayList<>();
        for (AbstractButton button : tree.all(AbstractButton.class)) {
            if (button.getText() != null && !button.getText().isEmpty()) {
                letters.add(button.getMnemonic());
            }
        }
        for (JLabel label : tree.all(JLabel.class)) {
            if (label.getLabelFor() != null) {
                letters.add(label.getDisplayedMnemonic());
            }
        }
        // each leads to one component, and none is the mnemonic of a menu of JConsole's or
        // VisualVM's
        assertThat(letters)
                .hasSizeGreaterThan(10)
                .doesNotHaveDuplicates()
                .doesNotContain(0)
                .doesNotContainAnyElementsOf("CWHFAVT".chars().boxed().toList());
    }

    @Test
    void showsTextOfOthersAsTextAndNotAsAPage() throws Exception {
        // given
        String page = "<html><img src='http://127.0.0.1:1/x'>";
        String hostile = "a\n" + page + "\n\u001b[2J\u202e" + "x".repeat(6000);
        ObjectName bean =
                new ObjectName(
                        "flink.checkpointing:type=CheckpointCoordinator,job_name=<html><b>x,job_id="
                                + ID);
        FakeJob.register(server, bean, hostile, page + "\u202e", ID);

        // when
        connect();
        tree.awaitText("State", "RUNNING");

        // then
        JComboBox<?> jobs = tree.find("Job", JComboBox.class);
        assertPlain(swing(() -> chosen(jobs)), "<html><b>x  " + ID);
        JTable history = tree.find("History", JTable.class);
        JLabel cell =
                swing(() -> (JLabel) history.prepareRenderer(history.getCellRenderer(0, 5), 0, 5));
        assertPlain(cell, page + "\\u202e");
        JToolTip tip = swing(history::createToolTip);
        swing(
                () -> {
                    tip.setTipText(cell.getToolTipText());
                    return null;
                });
        assertThat(tip.getClientProperty(BasicHTML.propertyKey)).isNull();

        // and: the prompts
        JobSnapshot job = new JobManagerReader(server).read(null).job;
        List<JComponent> message = swing(() -> ConfirmDialog.message(job, "Stop?\n" + page));
        for (JComponent line : message) {
            assertPlain((JLabel) line, ((JLabel) line).getText());
            assertThat(((JLabel) line).getText())
                    .hasSizeLessThan(200)
                    .matches(text -> text.codePoints().noneMatch(each -> each < ' '));
        }
        assertThat(message).hasSize(5);
    }

    private static <T> JLabel chosen(JComboBox<T> choice) {
        return (JLabel)
                choice.getRenderer()
                        .getListCellRendererComponent(
                                new JList<>(), choice.getItemAt(0), 0, false, false);
    }

    private static void assertPlain(JLabel label, String text) {
        assertThat(label.getText()).isEqualTo(text);
        assertThat(label.getClientProperty(BasicHTML.propertyKey)).isNull();
    }

    // ---- the tab, on Swing's thread

    private void connect() throws Exception {
        swing(
                () -> {
                    tab.connected();
                    return null;
                });
    }

    private String accessible(String name) throws Exception {
        return tree.find(name, JComponent.class).getAccessibleContext().getAccessibleName();
    }

    private static void layout(Container container) {
        container.doLayout();
        for (Component component : container.getComponents()) {
            if (component instanceof Container) {
                layout((Container) component);
            }
        }
    }
}
