// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.jolokia;

import io.github.ckptctl.agent.http.request.PermittedBeans;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;

import javax.management.ObjectName;

/**
 * Restrictor that Jolokia queries before it accesses a bean: beans of the agent may be changed,
 * permitted ones read, and nothing else is done.
 *
 * <p>Whatever reaches it has been checked already, and is checked again from the parts that Jolokia
 * is about to use. The caller's role is not its subject: it was checked before, and the bean checks
 * it again. Every method of Jolokia's interface is implemented here, including those with a
 * default.
 */
final class BeanRestrictor implements Restrictor {

    private final PermittedBeans beans;

    BeanRestrictor(PermittedBeans beans) {
        this.beans = beans;
    }

    @Override
    public boolean isHttpMethodAllowed(HttpMethod method) {
        return method == HttpMethod.POST;
    }

    @Override
    public boolean isTypeAllowed(RequestType type) {
        return type == RequestType.READ
                || type == RequestType.WRITE
                || type == RequestType.EXEC
                || type == RequestType.LIST
                || type == RequestType.SEARCH;
    }

    @Override
    public boolean isAttributeReadAllowed(ObjectName name, String attribute) {
        return beans.isReadable(name);
    }

    @Override
    public boolean isAttributeWriteAllowed(ObjectName name, String attribute) {
        return isChangeable(name);
    }

    @Override
    public boolean isOperationAllowed(ObjectName name, String operation) {
        return isChangeable(name);
    }

    @Override
    public boolean isRemoteAccessAllowed(String... hostOrAddress) {
        return false;
    }

    @Override
    public boolean isOriginAllowed(String origin, boolean onlyWhenStrict) {
        return false;
    }

    @Override
    public boolean isObjectNameHidden(ObjectName name) {
        return !beans.isReadable(name);
    }

    @Override
    public boolean ignoreScheme() {
        return false;
    }

    private boolean isChangeable(ObjectName name) {
        return beans.isOurs(name) && !name.isPattern();
    }
}
