// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole;

import com.sun.tools.jconsole.JConsoleContext;
import com.sun.tools.jconsole.JConsolePlugin;
import io.github.ckptctl.jconsole.view.CheckpointTab;
import org.jspecify.annotations.Nullable;

import javax.management.MBeanServerConnection;
import javax.swing.JPanel;
import javax.swing.SwingWorker;

import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Plugin with one tab, "Checkpoints".
 *
 * <p>The host creates it with its constructor, more than once and not always to use it, and
 * requests the tab when it has a connection. No exception is thrown into the host and nothing is
 * printed, which JConsole would show in a window of its own; failures are logged at FINE.
 */
public final class CheckpointPlugin extends JConsolePlugin {

    private static final Logger LOG = Logger.getLogger(CheckpointPlugin.class.getName());

    private final PropertyChangeListener listener = this::changed;
    private volatile @Nullable CheckpointTab tab;

    /** Creates the plugin without any other effect. */
    public CheckpointPlugin() {}

    @Override
    public Map<String, JPanel> getTabs() {
        try {
            CheckpointTab created = new CheckpointTab(this::connection);
            tab = created;
            addContextPropertyChangeListener(listener);
            created.connected();
            return Map.of("Checkpoints", created.component());
        } catch (Throwable e) {
            LOG.log(Level.FINE, "There is no tab", e);
            return Map.of();
        }
    }

    @Override
    public @Nullable SwingWorker<?, ?> newSwingWorker() {
        try {
            CheckpointTab current = tab;
            return current == null ? null : current.poll();
        } catch (Throwable e) {
            LOG.log(Level.FINE, "Not read", e);
            return null;
        }
    }

    @Override
    public void dispose() {
        try {
            CheckpointTab last = tab;
            tab = null;
            if (last != null) {
                removeContextPropertyChangeListener(listener);
                last.close();
            }
        } catch (Throwable e) {
            LOG.log(Level.FINE, "Not all was put away", e);
        }
    }

    private @Nullable MBeanServerConnection connection() {
        JConsoleContext context = getContext();
        boolean connected =
                context != null
                        && context.getConnectionState()
                                == JConsoleContext.ConnectionState.CONNECTED;
        return connected ? context.getMBeanServerConnection() : null;
    }

    private void changed(PropertyChangeEvent event) {
        try {
            CheckpointTab current = tab;
            if (current == null
                    || !JConsoleContext.CONNECTION_STATE_PROPERTY.equals(event.getPropertyName())) {
                return;
            }
            if (event.getNewValue() == JConsoleContext.ConnectionState.CONNECTED) {
                current.connected();
            } else if (event.getNewValue() == JConsoleContext.ConnectionState.DISCONNECTED) {
                current.disconnected();
            }
        } catch (Throwable e) {
            LOG.log(Level.FINE, "Not followed: " + event, e);
        }
    }
}
