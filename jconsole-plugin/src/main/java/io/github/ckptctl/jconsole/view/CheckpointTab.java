// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.BoundedCalls;
import io.github.ckptctl.jconsole.model.CallFailedException;
import io.github.ckptctl.jconsole.model.JobKey;
import io.github.ckptctl.jconsole.model.JobManagerReader;
import io.github.ckptctl.jconsole.model.JobManagerSnapshot;
import io.github.ckptctl.jconsole.model.Subscriptions;
import org.jspecify.annotations.Nullable;

import javax.management.MBeanServerConnection;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import javax.swing.SwingWorker;
import javax.swing.Timer;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tab with its workers, which read and execute actions.
 *
 * <p>Exists as long as the host shows it, over any number of connections. Must be used on Swing's
 * thread, except {@link #poll()} and {@link #close()}.
 */
public final class CheckpointTab implements AutoCloseable {

    private static final long READ_MILLIS = 15_000;
    private static final long ACTION_MILLIS = 30_000;
    private static final int TICK_MILLIS = 500;

    private final Supplier<@Nullable MBeanServerConnection> connections;
    private final BoundedCalls calls = new BoundedCalls();
    private final CheckpointsPanel panel;
    private final Timer timer;
    private volatile @Nullable Source source;
    private volatile @Nullable JobKey chosen;

    /** Objects of one connection. */
    private static final class Source {
        private final JobManagerReader reader;
        private final Subscriptions subscriptions;

        Source(MBeanServerConnection connection, Consumer<Subscriptions.Event> consumer) {
            reader = new JobManagerReader(connection);
            subscriptions = new Subscriptions(connection, consumer);
        }

        JobManagerSnapshot read(@Nullable JobKey wanted) throws Exception {
            JobManagerSnapshot snapshot = reader.read(wanted);
            subscriptions.follow(snapshot.jobs);
            return snapshot;
        }
    }

    /**
     * Creates the tab, with nothing read yet.
     *
     * @param connections returns the current connection, null while there is none; called on
     *     workers
     */
    public CheckpointTab(Supplier<@Nullable MBeanServerConnection> connections) {
        this.connections = connections;
        this.panel = new CheckpointsPanel(new Workers(), this::choose);
        this.timer = new Timer(TICK_MILLIS, event -> panel.tick());
        timer.start();
    }

    /** Returns the tab's component. */
    public JPanel component() {
        return panel;
    }

    /**
     * Returns a worker that reads once and shows the result. May be called from any thread; costs
     * nothing.
     */
    public SwingWorker<?, ?> poll() {
        return new SwingWorker<@Nullable JobManagerSnapshot, Void>() {
            private @Nullable Source from;

            @Override
            protected @Nullable JobManagerSnapshot doInBackground() throws CallFailedException {
                MBeanServerConnection connection = connections.get();
                if (connection == null) {
                    return null;
                }
                Source current = sourceOf(connection);
                from = current;
                return calls.call(READ_MILLIS, () -> current.read(chosen));
            }

            @Override
            protected void done() {
                if (from == null || from != source) {
                    return;
                }
                try {
                    JobManagerSnapshot snapshot = get();
                    JobKey wanted = chosen;
                    boolean outdated =
                            wanted != null
                                    && snapshot != null
                                    && snapshot.jobs.contains(wanted)
                                    && (snapshot.job == null || !snapshot.job.job.equals(wanted));
                    if (snapshot != null && !outdated) {
                        panel.show(snapshot, from.subscriptions.supported());
                    }
                } catch (ExecutionException e) {
                    panel.showFailure(message(e));
                } catch (InterruptedException | CancellationException e) {
                    panel.showFailure("given up");
                } catch (RuntimeException e) {
                    // JConsole shows an exception that is left to Swing in a window of its own
                    panel.showFailure(e.toString());
                }
            }
        };
    }

    private synchronized Source sourceOf(MBeanServerConnection connection) {
        Source current = source;
        if (current == null) {
            current =
                    new Source(
                            connection,
                            event -> SwingUtilities.invokeLater(() -> panel.add(event)));
            source = current;
        }
        return current;
    }

    /** Starts reading; must be called when there is a connection, for the first time or again. */
    public void connected() {
        source = null;
        panel.clearEvents();
        poll().execute();
    }

    /** Shows the loss of the connection; must be called when it is lost. */
    public void disconnected() {
        source = null;
        panel.showLost(System.currentTimeMillis());
    }

    /**
     * Stops the workers and the timer. Idempotent. May be called from any thread.
     *
     * <p>VisualVM calls it when it loses the connection, and still shows the tab.
     */
    @Override
    public void close() {
        timer.stop();
        SwingUtilities.invokeLater(() -> panel.showLost(System.currentTimeMillis()));
        Source last = source;
        source = null;
        if (last == null) {
            calls.close();
        } else {
            work(
                    READ_MILLIS,
                    () -> {
                        last.subscriptions.end();
                        return true;
                    },
                    (ended, failure) -> calls.close());
        }
    }

    private void choose(JobKey job) {
        chosen = job;
        poll().execute();
    }

    private static String message(ExecutionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** Callback for the end of a call: with a result, or with the reason why there is none. */
    private interface Ending<T> {
        void of(@Nullable T answer, @Nullable String failure);
    }

    private <T> void work(long limitMillis, Callable<T> call, Ending<T> ending) {
        new SwingWorker<T, Void>() {
            @Override
            protected T doInBackground() throws CallFailedException {
                return calls.call(limitMillis, call);
            }

            @Override
            protected void done() {
                try {
                    ending.of(get(), null);
                } catch (ExecutionException e) {
                    ending.of(null, message(e));
                } catch (InterruptedException | CancellationException e) {
                    ending.of(null, "given up");
                }
            }
        }.execute();
    }

    /** Implementation that executes actions in workers. */
    private final class Workers implements JobActions {

        @Override
        public <T> void submit(JobAction<T> action, Consumer<T> then) {
            panel.busy(true);
            send(
                    ACTION_MILLIS,
                    action,
                    (answer, failure) -> {
                        panel.busy(false);
                        show(answer, failure, then);
                    });
        }

        @Override
        public <T> void submitWithTimeout(long millis, JobAction<T> action, Consumer<T> then) {
            send(millis + ACTION_MILLIS, action, (answer, failure) -> show(answer, failure, then));
        }

        private <T> void send(long limitMillis, JobAction<T> action, Ending<T> ending) {
            Source current = source;
            JobKey job = panel.shownJob();
            if (current == null || job == null) {
                ending.of(null, "there is no connection");
                return;
            }
            panel.showResult("Under way …");
            work(limitMillis, () -> action.execute(current.reader.operations(job)), ending);
        }

        private <T> void show(@Nullable T answer, @Nullable String failure, Consumer<T> then) {
            if (failure != null) {
                panel.showResult("Failed: " + failure);
            } else if (answer != null) {
                then.accept(answer);
            }
        }

        @Override
        public void showResult(String text) {
            panel.showResult(text);
        }
    }
}
