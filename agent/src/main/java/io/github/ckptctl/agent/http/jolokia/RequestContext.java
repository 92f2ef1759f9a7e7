// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.jolokia;

import org.jolokia.server.core.config.ConfigKey;
import org.jolokia.server.core.service.api.AgentDetails;
import org.jolokia.server.core.service.api.JolokiaContext;
import org.jolokia.server.core.service.api.JolokiaService;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.service.request.RequestHandler;
import org.jolokia.server.core.service.serializer.Serializer;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;
import org.jolokia.server.core.util.jmx.MBeanServerAccess;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Context in which Jolokia serves one request: our handler, our serializer, our restrictor.
 *
 * <p>Replaces Jolokia's service manager, which would register beans of its own, look for services
 * in the class path and read system properties and network interfaces. The configuration is
 * Jolokia's defaults, without error details. One thread.
 */
final class RequestContext implements JolokiaContext {

    private static final Logger LOG = LoggerFactory.getLogger(RequestContext.class);

    private final BeanCommands commands;
    private final Serializer serializer;
    private final Restrictor restrictor;

    RequestContext(MBeanServer server, Serializer serializer, Restrictor restrictor) {
        this.commands = new BeanCommands(server);
        this.serializer = serializer;
        this.restrictor = restrictor;
        commands.init(this);
    }

    @Override
    public <T extends JolokiaService<?>> SortedSet<T> getServices(Class<T> type) {
        SortedSet<T> services = new TreeSet<>();
        T service = getService(type);
        if (service != null) {
            services.add(service);
        }
        return services;
    }

    @Override
    public <T extends JolokiaService<?>> @Nullable T getService(Class<T> type) {
        if (type == RequestHandler.class) {
            return type.cast(commands);
        }
        return type == Serializer.class ? type.cast(serializer) : null;
    }

    @Override
    public <T extends JolokiaService<?>> T getMandatoryService(Class<T> type) {
        T service = getService(type);
        if (service == null) {
            throw new IllegalStateException("no service " + type);
        }
        return service;
    }

    @Override
    public @Nullable String getConfig(ConfigKey key) {
        return key == ConfigKey.ALLOW_ERROR_DETAILS ? "false" : key.getDefaultValue();
    }

    @Override
    public Set<ConfigKey> getConfigKeys() {
        return Set.of();
    }

    @Override
    public @Nullable AgentDetails getAgentDetails() {
        return null;
    }

    @Override
    public ObjectName registerMBean(Object bean, String... name) {
        throw new UnsupportedOperationException("Jolokia registers no beans here");
    }

    @Override
    public void unregisterMBean(ObjectName name) {
        throw new UnsupportedOperationException("Jolokia registers no beans here");
    }

    @Override
    public MBeanServerAccess getMBeanServerAccess() {
        throw new UnsupportedOperationException("the handlers are given their server");
    }

    @Override
    public boolean isServiceEnabled(String className) {
        return true;
    }

    @Override
    public boolean isDebug() {
        return false;
    }

    @Override
    public void debug(String message) {
        LOG.debug("jolokia: {}", message);
    }

    @Override
    public void info(String message) {
        LOG.debug("jolokia: {}", message);
    }

    @Override
    public void error(String message, @Nullable Throwable cause) {
        LOG.debug("jolokia: {}", message, cause);
    }

    @Override
    public boolean isHttpMethodAllowed(HttpMethod method) {
        return restrictor.isHttpMethodAllowed(method);
    }

    @Override
    public boolean isTypeAllowed(RequestType type) {
        return restrictor.isTypeAllowed(type);
    }

    @Override
    public boolean isAttributeReadAllowed(ObjectName name, String attribute) {
        return restrictor.isAttributeReadAllowed(name, attribute);
    }

    @Override
    public boolean isAttributeWriteAllowed(ObjectName name, String attribute) {
        return restrictor.isAttributeWriteAllowed(name, attribute);
    }

    @Override
    public boolean isOperationAllowed(ObjectName name, String operation) {
        return restrictor.isOperationAllowed(name, operation);
    }

    @Override
    public boolean isRemoteAccessAllowed(String... hostOrAddress) {
        return restrictor.isRemoteAccessAllowed(hostOrAddress);
    }

    @Override
    public boolean isOriginAllowed(String origin, boolean onlyWhenStrict) {
        return restrictor.isOriginAllowed(origin, onlyWhenStrict);
    }

    @Override
    public boolean isObjectNameHidden(ObjectName name) {
        return restrictor.isObjectNameHidden(name);
    }

    @Override
    public boolean ignoreScheme() {
        return restrictor.ignoreScheme();
    }
}
