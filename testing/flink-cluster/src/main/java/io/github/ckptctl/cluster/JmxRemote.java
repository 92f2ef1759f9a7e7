// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import org.jspecify.annotations.Nullable;

import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.util.List;

/** The JDK's own remote JMX of one process: loopback only, without authentication. */
final class JmxRemote implements AutoCloseable {

    private final int port;
    private @Nullable JMXConnector connector;

    JmxRemote(int port) {
        this.port = port;
    }

    /** Returns the JVM options that enable it in the process. */
    List<String> jvmOptions() {
        return List.of(
                "-Dcom.sun.management.jmxremote.host=127.0.0.1",
                "-Dcom.sun.management.jmxremote.port=" + port,
                "-Dcom.sun.management.jmxremote.rmi.port=" + port,
                "-Dcom.sun.management.jmxremote.authenticate=false",
                "-Dcom.sun.management.jmxremote.ssl=false",
                "-Djava.rmi.server.hostname=127.0.0.1");
    }

    JMXServiceURL url() {
        try {
            return new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi");
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the connection, opened by the first call. */
    @SuppressWarnings("BanJNDI") // the JDK's own registry, in a process of this cluster
    synchronized MBeanServerConnection connection() {
        try {
            if (connector == null) {
                connector = JMXConnectorFactory.connect(url());
            }
            return connector.getMBeanServerConnection();
        } catch (IOException e) {
            throw new UncheckedIOException("no JMX connection to " + url(), e);
        }
    }

    @Override
    public synchronized void close() {
        if (connector == null) {
            return;
        }
        try {
            connector.close();
        } catch (IOException e) {
            // the remote process may already be gone
        }
        connector = null;
    }
}
