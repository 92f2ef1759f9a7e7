// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.jolokia;

import io.github.ckptctl.agent.http.auth.Principal;
import io.github.ckptctl.agent.http.request.OperationRoles;
import io.github.ckptctl.agent.http.request.PermittedBeans;
import org.jolokia.server.core.service.serializer.SerializeOptions;
import org.jolokia.server.core.service.serializer.Serializer;
import org.jolokia.service.serializer.JolokiaSerializer;

import javax.management.JMException;
import javax.management.MBeanServer;

import java.io.IOException;

/**
 * Factory of the {@link JolokiaCall} of each HTTP request, for its caller.
 *
 * <p>The serializer, costly to create and without state, is all that they share. Any thread.
 */
public final class JolokiaCallFactory {

    private final MBeanServer server;
    private final PermittedBeans beans;
    private final OperationRoles roles;
    private final Serializer serializer;

    /**
     * Creates the serializer and tests it.
     *
     * @throws IOException if another Jolokia in the class path has put its parts into ours
     */
    public JolokiaCallFactory(MBeanServer server, PermittedBeans beans, OperationRoles roles)
            throws IOException {
        this.server = server;
        this.beans = beans;
        this.roles = roles;
        this.serializer = createSerializer();
    }

    public JolokiaCall of(Principal principal) {
        RoleRestrictor restrictor = new RoleRestrictor(beans, roles, principal);
        return new JolokiaCall(new RequestContext(server, serializer, restrictor));
    }

    private static Serializer createSerializer() throws IOException {
        try {
            // not initialised: it would need a context only for the format of dates
            Serializer serializer = new JolokiaSerializer();
            serializer.serialize("", null, SerializeOptions.DEFAULT);
            return serializer;
        } catch (JMException | RuntimeException e) {
            throw new IOException(
                    "jolokia.enabled: the endpoint cannot write JSON, most likely because of"
                            + " another Jolokia in the class path; remove that one, or set"
                            + " jolokia.enabled=false ("
                            + e
                            + ")",
                    e);
        }
    }
}
