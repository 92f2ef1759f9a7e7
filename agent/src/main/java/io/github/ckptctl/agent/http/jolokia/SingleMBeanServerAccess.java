// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.jolokia;

import org.jolokia.server.core.util.jmx.MBeanServerAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.ObjectInstance;
import javax.management.ObjectName;
import javax.management.ReflectionException;

import java.io.IOException;
import java.util.Set;

/**
 * Jolokia's access to the one MBeanServer with our beans, and to no other of the JVM. Any thread.
 */
final class SingleMBeanServerAccess implements MBeanServerAccess {

    private static final Logger LOG = LoggerFactory.getLogger(SingleMBeanServerAccess.class);

    private final MBeanServer server;

    SingleMBeanServerAccess(MBeanServer server) {
        this.server = server;
    }

    @Override
    public void each(ObjectName name, MBeanEachCallback callback)
            throws IOException, ReflectionException, MBeanException {
        for (ObjectInstance instance : server.queryMBeans(name, null)) {
            try {
                callback.callback(server, instance);
            } catch (InstanceNotFoundException e) {
                LOG.debug("{} went away while it was listed", instance.getObjectName());
            }
        }
    }

    @Override
    public <R> R call(ObjectName name, MBeanAction<R> action, Object... arguments)
            throws IOException,
                    ReflectionException,
                    MBeanException,
                    AttributeNotFoundException,
                    InstanceNotFoundException {
        return action.execute(server, name, arguments);
    }

    @Override
    public Set<ObjectName> queryNames(ObjectName name) {
        return server.queryNames(name, null);
    }

    @Override
    public boolean hasMBeansListChangedSince(long epochSeconds) {
        return true;
    }

    @Override
    public Set<MBeanServerConnection> getMBeanServers() {
        return Set.of(server);
    }
}
