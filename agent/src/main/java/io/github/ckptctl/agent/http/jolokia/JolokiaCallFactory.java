// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.jolokia;

import io.github.ckptctl.agent.http.request.PermittedBeans;
import org.jolokia.server.core.service.serializer.SerializeOptions;
import org.jolokia.server.core.service.serializer.Serializer;
import org.jolokia.service.serializer.JolokiaSerializer;

import javax.management.JMException;
import javax.management.MBeanServer;

import java.io.IOException;

/**
 * Factory of the {@link JolokiaCall} of each HTTP request.
 *
 * <p>They share the serializer, which is costly to create, and the restrictor; neither has state.
 * Any thread.
 */
public final class JolokiaCallFactory {

    private final MBeanServer server;
    private final BeanRestrictor restrictor;
    private final Serializer serializer;

    /**
     * Creates the serializer and tests it.
     *
     * @throws IOException if another Jolokia in the class path has put its parts into ours
     */
    public JolokiaCallFactory(MBeanServer server, PermittedBeans beans) throws IOException {
        this.server = server;
        this.restrictor = new BeanRestrictor(beans);
        this.serializer = createSerializer();
    }

    /** Returns the call of one HTTP request. */
    public JolokiaCall create() {
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
