// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.FakeJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.accessibility.Accessible;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JTable;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The tab without a screen: what it shows, what its buttons do. */
class CheckpointTabTest {

    private static final String ID = "0123456789abcdef0123456789abcdef";

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private CheckpointTab tab;

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

        awaitText("State", "RUNNING");
        JTable settings = find("Settings", JTable.class);
        assertThat(swing(() -> settings.getValueAt(0, 2))).isEqualTo("10 min");
        assertThat(swing(() -> settings.isCellEditable(0, SettingsModel.NEW_VALUE))).isTrue();
        assertThat(swing(() -> settings.isCellEditable(1, SettingsModel.NEW_VALUE))).isFalse();
        assertThat(swing(() -> find("Ledger", JTable.class).getRowCount())).isEqualTo(1);
        assertThat(accessible("In flight")).contains("checkpoint 12: 3 of 4 tasks");
        assertThat(accessible("Recent checkpoints"))
                .contains("Checkpoint 11 failed after 10 s: expired")
                .contains("Timeout: 10 min");

        fake.send();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> swing(() -> find("Notifications", JTable.class).getRowCount()) == 1);
    }

    @Test
    void doesWhatItsButtonsSay() throws Exception {
        FakeJob fake = FakeJob.register(server, "orders", ID);
        connect();
        awaitText("State", "RUNNING");

        click("Re-arm all");
        awaitText("Outcome", "Checkpoint 12 has until");
        assertThat(button("Resume").isEnabled()).isFalse();
        click("Suspend periodic");
        awaitText("Outcome", "Suspended: PERIODIC");
        assertThat(fake.calls()).contains("suspend[PERIODIC]");
        tab.poll().execute();
        awaitText("State", "SUSPENDED: PERIODIC");
        assertThat(button("Resume").isEnabled()).isTrue();
    }

    @Test
    void saysWhatIsWrongWithAValue() throws Exception {
        FakeJob.register(server, "orders", ID);
        connect();
        awaitText("State", "RUNNING");

        swing(
                () -> {
                    find("Settings", JTable.class)
                            .setValueAt("ten minutes", 0, SettingsModel.NEW_VALUE);
                    return null;
                });
        click("Apply…");

        awaitText("Outcome", "'ten minutes' is no duration");
    }

    @Test
    void keepsWhatIsTypedFromReadingToReading() throws Exception {
        FakeJob.register(server, "orders", ID);
        connect();
        awaitText("State", "RUNNING");
        JTable settings = find("Settings", JTable.class);
        swing(
                () -> {
                    settings.setValueAt("15 min", 0, SettingsModel.NEW_VALUE);
                    settings.setRowSelectionInterval(0, 0);
                    return null;
                });

        click("Suspend periodic");
        awaitText("Outcome", "Suspended");
        tab.poll().execute();
        awaitText("State", "SUSPENDED");

        assertThat(swing(() -> settings.getValueAt(0, SettingsModel.NEW_VALUE)))
                .isEqualTo("15 min");
        assertThat(swing(settings::getSelectedRow)).isZero();
    }

    @Test
    void saysThatThereIsNoAgentAndOffersNothing() throws Exception {
        connect();

        awaitText("Connection", "There is no ckptctl agent");
        for (AbstractButton button : all(AbstractButton.class)) {
            if (button.getText() != null && !button.getText().isEmpty()) {
                assertThat(button.isEnabled()).as(button.getText()).isFalse();
            }
        }
    }

    @Test
    void livesThroughTheLossOfTheConnection() throws Exception {
        FakeJob.register(server, "orders", ID);
        connect();
        awaitText("State", "RUNNING");

        swing(
                () -> {
                    tab.disconnected();
                    return null;
                });
        awaitText("Connection", "The connection was lost at");
        assertThat(button("Re-arm all").isEnabled()).isFalse();

        server.unregisterMBean(FakeJob.name("orders", ID));
        FakeJob.register(server, "payments", ID);
        connect();
        awaitText("Connection", "There is no ckptctl agent", false);
        awaitText("State", "RUNNING");
        assertThat(button("Re-arm all").isEnabled()).isTrue();
    }

    @Test
    void fitsIntoANarrowWindowAndPaints() throws Exception {
        FakeJob.register(server, "orders", ID);
        connect();
        awaitText("State", "RUNNING");

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

        for (JComponent component : all(JComponent.class)) {
            int right =
                    SwingUtilities.convertPoint(component, component.getWidth(), 0, tab.component())
                            .x;
            assertThat(right).as(component.toString()).isLessThanOrEqualTo(560);
        }
        assertThat(find("In flight", DeadlineBars.class).getHeight()).isPositive();
        assertThat(find("Recent checkpoints", RecentChart.class).getHeight()).isGreaterThan(100);
    }

    @Test
    void namesEverythingForThoseWhoDoNotSee() {
        for (Component component : all(JComponent.class)) {
            boolean input = component instanceof JTable || component instanceof JTextComponent;
            if (input || component instanceof JComboBox) {
                String name = ((Accessible) component).getAccessibleContext().getAccessibleName();
                assertThat(name).as(component.toString()).isNotBlank();
            }
        }
        for (AbstractButton button : all(AbstractButton.class)) {
            if (button.getText() != null && !button.getText().isEmpty()) {
                assertThat(button.getMnemonic()).as(button.getText()).isNotZero();
            }
        }
    }

    // ---- the tab, on Swing's thread

    private void connect() throws Exception {
        swing(
                () -> {
                    tab.connected();
                    return null;
                });
    }

    private void click(String text) throws Exception {
        swing(
                () -> {
                    button(text).doClick(0);
                    return null;
                });
    }

    private AbstractButton button(String text) {
        return all(AbstractButton.class).stream()
                .filter(button -> text.equals(button.getText()))
                .findFirst()
                .orElseThrow();
    }

    private void awaitText(String name, String text) {
        awaitText(name, text, true);
    }

    private void awaitText(String name, String text, boolean there) {
        await().atMost(Duration.ofMinutes(1))
                .until(
                        () ->
                                swing(() -> find(name, JTextComponent.class).getText())
                                                .contains(text)
                                        == there);
    }

    private String accessible(String name) {
        return find(name, JComponent.class).getAccessibleContext().getAccessibleName();
    }

    private <T extends Component> T find(String name, Class<T> type) {
        return all(type).stream()
                .filter(component -> name.equals(component.getName()))
                .findFirst()
                .orElseThrow();
    }

    private <T extends Component> List<T> all(Class<T> type) {
        List<T> found = new ArrayList<>();
        collect(tab.component(), type, found);
        return found;
    }

    private static <T extends Component> void collect(
            Container container, Class<T> type, List<T> found) {
        for (Component component : container.getComponents()) {
            if (type.isInstance(component)) {
                found.add(type.cast(component));
            }
            if (component instanceof Container) {
                collect((Container) component, type, found);
            }
        }
    }

    private static void layout(Container container) {
        container.doLayout();
        for (Component component : container.getComponents()) {
            if (component instanceof Container) {
                layout((Container) component);
            }
        }
    }

    private static <T> T swing(Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(task);
        SwingUtilities.invokeAndWait(future);
        return future.get();
    }
}
