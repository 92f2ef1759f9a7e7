// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanRegistrationException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Registration of a bean, which unregisters it when closed. */
final class MBeanRegistration implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MBeanRegistration.class);

    private final MBeanServer server;
    private final ObjectName name;

    private MBeanRegistration(MBeanServer server, ObjectName name) {
        this.server = server;
        this.name = name;
    }

    /** Registers a bean; a bean left over under the same name is replaced. */
    static MBeanRegistration of(MBeanServer server, Object bean, ObjectName name) {
        MBeanRegistration registration = new MBeanRegistration(server, name);
        try {
            if (server.isRegistered(name)) {
                registration.close();
            }
            server.registerMBean(bean, name);
            return registration;
        } catch (JMException e) {
            throw new IllegalStateException("cannot register " + name, e);
        }
    }

    ObjectName name() {
        return name;
    }

    @Override
    public void close() {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            LOG.debug("{} was gone already", name);
        } catch (MBeanRegistrationException e) {
            LOG.warn("{} could not be taken away", name, e);
        }
    }
}
