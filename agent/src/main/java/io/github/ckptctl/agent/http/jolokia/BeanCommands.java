// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.jolokia;

import org.jolokia.server.core.request.EmptyResponseException;
import org.jolokia.server.core.request.JolokiaObjectNameRequest;
import org.jolokia.server.core.request.JolokiaRequest;
import org.jolokia.server.core.request.NotChangedException;
import org.jolokia.server.core.service.api.JolokiaContext;
import org.jolokia.server.core.service.request.AbstractRequestHandler;
import org.jolokia.server.core.util.RequestType;
import org.jolokia.service.jmx.api.CommandHandler;
import org.jolokia.service.jmx.handler.ExecHandler;
import org.jolokia.service.jmx.handler.ListHandler;
import org.jolokia.service.jmx.handler.ReadHandler;
import org.jolokia.service.jmx.handler.SearchHandler;
import org.jolokia.service.jmx.handler.WriteHandler;
import org.jspecify.annotations.Nullable;

import javax.management.JMException;
import javax.management.MBeanServer;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Handler of the five kinds of request that concern beans, with Jolokia's own handlers.
 *
 * <p>Jolokia's dispatcher finds its handlers through a file in the class path and searches the JVM
 * for MBeanServers; here both are given, so nothing in the class path adds to them.
 */
final class BeanCommands extends AbstractRequestHandler {

    private final MBeanServer server;
    private final SingleMBeanServerAccess access;
    private final Map<RequestType, CommandHandler<?>> handlers = new EnumMap<>(RequestType.class);

    BeanCommands(MBeanServer server) {
        super("jmx", 0);
        this.server = server;
        this.access = new SingleMBeanServerAccess(server);
    }

    @Override
    public void init(JolokiaContext context) {
        super.init(context);
        List<CommandHandler<?>> all =
                List.of(
                        new ReadHandler(),
                        new WriteHandler(),
                        new ExecHandler(),
                        new ListHandler(),
                        new SearchHandler());
        for (CommandHandler<?> handler : all) {
            handler.init(context, null);
            handlers.put(handler.getType(), handler);
        }
    }

    @Override
    public boolean canHandle(JolokiaRequest request) {
        return !(request instanceof JolokiaObjectNameRequest)
                || ((JolokiaObjectNameRequest) request).getProvider() == null;
    }

    @Override
    public <R extends JolokiaRequest> @Nullable Object handleRequest(
            R request, @Nullable Object previous)
            throws JMException, IOException, NotChangedException, EmptyResponseException {
        CommandHandler<R> handler = handlerOf(request);
        return handler.handleAllServersAtOnce(request)
                ? handler.handleAllServerRequest(access, request, previous)
                : handler.handleSingleServerRequest(server, request);
    }

    @SuppressWarnings("unchecked")
    private <R extends JolokiaRequest> CommandHandler<R> handlerOf(R request) {
        CommandHandler<?> handler = handlers.get(request.getType());
        if (handler == null) {
            throw new IllegalArgumentException("no handler of " + request.getType());
        }
        return (CommandHandler<R>) handler;
    }
}
