// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import io.github.ckptctl.mbeans.RequiredRole;
import io.github.ckptctl.mbeans.Role;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The role that each operation and each setter of our beans needs, read from the annotations of
 * their interfaces; one without an annotation needs an admin. Any thread.
 */
public final class OperationRoles {

    private final Map<String, Role> roles = new HashMap<>();

    private OperationRoles() {}

    /**
     * Returns the roles of several interfaces; a name that two of them share needs the higher one.
     */
    public static OperationRoles of(List<Class<?>> beanInterfaces) {
        OperationRoles all = new OperationRoles();
        for (Class<?> beanInterface : beanInterfaces) {
            for (Method method : beanInterface.getMethods()) {
                RequiredRole required = method.getAnnotation(RequiredRole.class);
                Role role = required == null ? Role.ADMIN : required.value();
                all.roles.merge(
                        method.getName(), role, (one, two) -> one.compareTo(two) > 0 ? one : two);
            }
        }
        return all;
    }

    /** Returns the role for calling an operation, given its name without or with signature. */
    public Role toCall(String operation) {
        int signature = operation.indexOf('(');
        return ofMethod(signature < 0 ? operation : operation.substring(0, signature));
    }

    /** Returns the role for writing an attribute. */
    public Role toWrite(String attribute) {
        return ofMethod("set" + attribute);
    }

    private Role ofMethod(String name) {
        return roles.getOrDefault(name, Role.ADMIN);
    }
}
