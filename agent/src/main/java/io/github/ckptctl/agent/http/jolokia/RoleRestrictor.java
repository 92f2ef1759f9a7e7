// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.jolokia;

import io.github.ckptctl.agent.http.auth.Principal;
import io.github.ckptctl.agent.http.request.OperationRoles;
import io.github.ckptctl.agent.http.request.PermittedBeans;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;

import javax.management.ObjectName;

/**
 * Restrictor that Jolokia queries before it accesses a bean, for one caller.
 *
 * <p>The second line of defence: whatever reaches it has been checked already, and is checked again
 * from the parts that Jolokia is about to use. Every method of Jolokia's interface is implemented
 * here, including those with a default.
 */
final class RoleRestrictor implements Restrictor {

    private final PermittedBeans beans;
    private final OperationRoles roles;
    private final Principal principal;

    RoleRestrictor(PermittedBeans beans, OperationRoles roles, Principal principal) {
        this.beans = beans;
        this.roles = roles;
        this.principal = principal;
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
        return isChangeable(name) && principal.has(roles.toWrite(attribute));
    }

    @Override
    public boolean isOperationAllowed(ObjectName name, String operation) {
        return isChangeable(name) && principal.has(roles.toCall(operation));
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
