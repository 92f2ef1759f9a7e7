// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.JobKey;
import io.github.ckptctl.jconsole.model.JobManagerSnapshot;
import io.github.ckptctl.jconsole.model.JobSnapshot;
import io.github.ckptctl.jconsole.model.Subscriptions.Event;
import io.github.ckptctl.jconsole.model.Units;
import org.jspecify.annotations.Nullable;

import javax.swing.BorderFactory;
import javax.swing.DefaultComboBoxModel;
import javax.swing.JComboBox;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;

import java.awt.BorderLayout;
import java.awt.Font;
import java.awt.GridBagLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Content of the tab: the choice of the job at the top, the page below, the last outcome at the
 * bottom.
 */
final class CheckpointsPanel extends JPanel {

    private final JComboBox<JobKey> jobs = new JComboBox<>();
    private final WrappedText connection = new WrappedText("Connection");
    private final WrappedText state = new WrappedText("State");
    private final WrappedText outcome = new WrappedText("Outcome");
    private final FormPanel page = new FormPanel();
    private final SettingsPanel settings;
    private final InFlightPanel inFlight;
    private final MaintenancePanel maintenance;
    private final PinsPanel pins;
    private final RecentChart chart = new RecentChart();
    private final HistoryModel history = new HistoryModel();
    private final EventsModel events = new EventsModel();
    private final WrappedText eventsText = new WrappedText("About notifications");
    private @Nullable JobSnapshot job;
    private boolean connected;
    private boolean busy;
    private boolean showing;

    CheckpointsPanel(JobActions actions, Consumer<JobKey> chosen) {
        super(new BorderLayout());
        setName("Checkpoints");
        getAccessibleContext().setAccessibleName("Checkpoints of Flink jobs");
        settings = new SettingsPanel(actions);
        inFlight = new InFlightPanel(actions);
        maintenance = new MaintenancePanel(actions);
        pins = new PinsPanel(actions);

        JPanel head = new JPanel(new GridBagLayout());
        jobs.setName("Job");
        Theme.showPlainly(jobs);
        // as narrow as the tab, regardless of the length of a job's name
        jobs.setMinimumSize(jobs.getPreferredSize());
        head.add(Theme.labelFor("Job", 'J', jobs), FormPanel.row(0, 0, 0));
        head.add(jobs, FormPanel.row(0, 1, 1));
        state.setFont(Theme.font().deriveFont(Font.BOLD));
        FormPanel.across(head, 1, connection);
        FormPanel.across(head, 2, state);
        add(head, BorderLayout.NORTH);

        page.addSection(settings.component());
        page.addSection(inFlight.component());
        page.addSection(maintenance.component());
        page.addSection(pins.component());
        page.addSection(recent());
        page.addSection(history());
        page.addSection(events());
        page.close();
        JScrollPane scroll = new JScrollPane(page);
        scroll.setBorder(BorderFactory.createEmptyBorder());
        scroll.getVerticalScrollBar().setUnitIncrement(Theme.line(this) * 2);
        add(scroll, BorderLayout.CENTER);

        outcome.setBorder(BorderFactory.createEmptyBorder(4, 8, 4, 8));
        add(outcome, BorderLayout.SOUTH);
        outcome.show("Nothing has been done from here yet.");
        connection.show("Waiting for the first answer of the JobManager.");

        jobs.addActionListener(
                event -> {
                    JobKey key = (JobKey) jobs.getSelectedItem();
                    if (!showing && key != null) {
                        showJob(null);
                        chosen.accept(key);
                    }
                });
        update();
    }

    private JPanel recent() {
        JPanel section = Theme.section("Recent checkpoints");
        FormPanel.across(section, 0, chart);
        return section;
    }

    private JPanel history() {
        JPanel section = Theme.section("History: what was changed, newest first");
        JTable table = Theme.table(history, "History");
        Theme.widths(table, 9, 7, 7, 8, 5, 6, 10);
        FormPanel.across(section, 0, Theme.rows(table, 6));
        return section;
    }

    private JPanel events() {
        JPanel section = Theme.section("Notifications of all jobs, newest first");
        JTable table = Theme.table(events, "Notifications");
        Theme.widths(table, 5, 9, 24);
        FormPanel.across(section, 0, eventsText);
        FormPanel.across(section, 1, Theme.rows(table, 6));
        return section;
    }

    void show(JobManagerSnapshot shown, boolean notified) {
        connected = true;
        connection.show(
                shown.agent
                        + (shown.agentPresent
                                ? shown.jobs.isEmpty() ? " No job runs here." : ""
                                : " Add it with -javaagent, or to the running JVM:"
                                        + " java -jar ckptctl-agent.jar attach"));
        eventsText.show(
                notified
                        ? "They come as things happen."
                        : "This connection has none; the tab reads the figures again instead.");
        showChoice(shown);
        showJob(shown.job);
    }

    private void showChoice(JobManagerSnapshot shown) {
        showing = true;
        try {
            if (!shown.jobs.equals(choice())) {
                jobs.setModel(new DefaultComboBoxModel<>(shown.jobs.toArray(new JobKey[0])));
            }
            jobs.setSelectedItem(shown.job == null ? null : shown.job.job);
        } finally {
            showing = false;
        }
    }

    private List<JobKey> choice() {
        List<JobKey> choice = new ArrayList<>();
        for (int i = 0; i < jobs.getItemCount(); i++) {
            choice.add(jobs.getItemAt(i));
        }
        return choice;
    }

    private void showJob(@Nullable JobSnapshot shown) {
        job = shown;
        state.show(shown == null ? "" : summary(shown));
        history.show(shown == null ? List.of() : shown.history);
        chart.show(shown);
        update();
    }

    private static String summary(JobSnapshot shown) {
        StringBuilder summary =
                new StringBuilder(shown.status.isEmpty() ? "" : shown.status + ". ");
        if (shown.suspended()) {
            summary.append("SUSPENDED: ").append(shown.suspension).append(", since ");
            summary.append(Units.time(shown.suspendedSince)).append(". ");
        } else if (!shown.notTriggering.isEmpty()) {
            summary.append("No checkpoint is triggered: ").append(shown.notTriggering).append(". ");
        } else if (shown.nextTriggerAt > 0) {
            summary.append("Next checkpoint due at ").append(Units.clock(shown.nextTriggerAt));
            summary.append(". ");
        }
        if (shown.millisToTransactionTimeout == 0) {
            summary.append("Transactions of sinks may have timed out. ");
        } else if (shown.millisToTransactionTimeout > 0) {
            summary.append("Transactions of sinks time out in ");
            summary.append(Units.age(shown.millisToTransactionTimeout))
                    .append(" at the earliest. ");
        }
        if (shown.rescalePending) {
            summary.append("A rescale waits for a checkpoint");
            if (shown.forcedRescaleAt > 0) {
                summary.append(", until ").append(Units.clock(shown.forcedRescaleAt));
            }
            summary.append(". ");
        }
        if (shown.latestCompletedId >= 0) {
            summary.append("Newest completed: ").append(shown.latestCompletedId).append(", ");
            summary.append(Units.age(shown.latestCompletedAge)).append(" ago");
            summary.append(shown.latestCompletedSurvives).append(". ");
        } else if (shown.notTriggering.isEmpty()) {
            summary.append("None has completed yet. ");
        }
        if (!shown.pinned.isEmpty()) {
            summary.append("Pinned: ");
            summary.append(
                    shown.pinned.stream()
                            .map(pin -> Long.toString(pin.id))
                            .collect(Collectors.joining(", ")));
            summary.append(". ");
        }
        if (shown.consecutiveFailures > 0) {
            summary.append("Failures in a row: ").append(shown.consecutiveFailures).append('.');
        }
        return summary.toString();
    }

    /** Shows that the last reading failed; the data shown is older. */
    void showFailure(String message) {
        connected = false;
        connection.show("The JobManager cannot be read: " + message);
        update();
    }

    /** Shows that there has been no connection since a time. */
    void showLost(long since) {
        connected = false;
        connection.show(
                "The connection was lost at "
                        + Units.clock(since)
                        + ". What is shown is from before.");
        update();
    }

    void add(Event event) {
        events.add(event);
    }

    void clearEvents() {
        events.clear();
    }

    void busy(boolean now) {
        busy = now;
        update();
    }

    void showResult(String text) {
        outcome.show(text);
    }

    /** Updates the parts that change with time. */
    void tick() {
        if (connected) {
            inFlight.tick();
        }
    }

    @Nullable JobKey shownJob() {
        return job == null ? null : job.job;
    }

    private void update() {
        boolean ready = connected && !busy;
        settings.show(job, ready);
        inFlight.show(job, ready);
        maintenance.show(job, ready);
        pins.show(job, ready);
        jobs.setEnabled(connected);
    }
}
