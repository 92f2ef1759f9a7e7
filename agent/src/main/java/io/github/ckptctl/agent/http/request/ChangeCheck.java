// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import io.github.ckptctl.agent.http.RequestRejectedException;
import io.github.ckptctl.agent.http.auth.Principal;
import io.github.ckptctl.mbeans.Role;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;
import org.jolokia.server.core.util.RequestType;
import org.jspecify.annotations.Nullable;

import javax.management.Descriptor;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Check of a write or a call against the bean's declaration and the caller's role. Any thread. */
public final class ChangeCheck {

    private final MBeanServer server;
    private final PermittedBeans beans;
    private final OperationRoles roles;
    private final boolean textValues;

    /**
     * @param textValues whether a string may spell a number or a boolean
     */
    public ChangeCheck(
            MBeanServer server, PermittedBeans beans, OperationRoles roles, boolean textValues) {
        this.textValues = textValues;
        this.server = server;
        this.beans = beans;
        this.roles = roles;
    }

    CheckedRequest write(RawRequest raw, Principal principal) throws RequestRejectedException {
        ObjectName bean = beans.toChange(raw.text("mbean"));
        String name = raw.text("attribute");
        permit(principal, roles.toWrite(name), "writing " + name);
        MBeanAttributeInfo attribute = attribute(bean, name);
        Object value = fitting(name, attribute.getDescriptor(), raw.get("value"));
        JSONObject json = raw.rebuilt(RequestType.WRITE);
        json.put("mbean", bean.toString());
        json.put("attribute", name);
        json.put("value", value);
        return CheckedRequest.changing(RequestType.WRITE, json, bean, name, value);
    }

    CheckedRequest exec(RawRequest raw, Principal principal) throws RequestRejectedException {
        ObjectName bean = beans.toChange(raw.text("mbean"));
        String name = raw.text("operation");
        permit(principal, roles.toCall(name), "calling " + name);
        List<?> arguments = raw.list("arguments");
        MBeanOperationInfo operation = operation(bean, name, arguments.size());
        JSONArray fitting = new JSONArray();
        MBeanParameterInfo[] parameters = operation.getSignature();
        for (int i = 0; i < parameters.length; i++) {
            String what = operation.getName() + " argument " + (i + 1);
            fitting.add(fitting(what, parameters[i].getDescriptor(), arguments.get(i)));
        }
        JSONObject json = raw.rebuilt(RequestType.EXEC);
        json.put("mbean", bean.toString());
        json.put("operation", signature(operation));
        json.put("arguments", fitting);
        return CheckedRequest.changing(RequestType.EXEC, json, bean, operation.getName(), fitting);
    }

    private Object fitting(String what, Descriptor declared, @Nullable Object value)
            throws RequestRejectedException {
        return OpenTypeValidator.of(
                what, declared, textValues ? OpenTypeValidator.spelled(declared, value) : value);
    }

    /** Rejects what the caller's role does not allow. */
    static void permit(Principal principal, Role needed, String what)
            throws RequestRejectedException {
        if (!principal.has(needed)) {
            throw new RequestRejectedException(
                    403, what + " needs the role " + needed + ", this is " + principal);
        }
    }

    private MBeanAttributeInfo attribute(ObjectName bean, String name)
            throws RequestRejectedException {
        for (MBeanAttributeInfo attribute : info(bean).getAttributes()) {
            if (attribute.getName().equals(name)) {
                if (!attribute.isWritable()) {
                    throw new RequestRejectedException(400, "attribute " + name + " is read-only");
                }
                return attribute;
            }
        }
        throw new RequestRejectedException(404, "no attribute " + name + " on " + bean);
    }

    private MBeanOperationInfo operation(ObjectName bean, String name, int count)
            throws RequestRejectedException {
        List<MBeanOperationInfo> named = new ArrayList<>();
        for (MBeanOperationInfo operation : info(bean).getOperations()) {
            if (operation.getName().equals(name) || signature(operation).equals(name)) {
                named.add(operation);
            }
        }
        if (named.isEmpty()) {
            throw new RequestRejectedException(404, "no operation " + name + " on " + bean);
        }
        if (named.size() > 1) {
            throw new RequestRejectedException(
                    400, "several operations " + name + "; name one with its signature");
        }
        MBeanOperationInfo operation = named.get(0);
        if (operation.getSignature().length != count) {
            throw new RequestRejectedException(
                    400,
                    signature(operation)
                            + " takes "
                            + operation.getSignature().length
                            + " arguments, not "
                            + count);
        }
        return operation;
    }

    private static String signature(MBeanOperationInfo operation) {
        return Arrays.stream(operation.getSignature())
                .map(MBeanParameterInfo::getType)
                .collect(Collectors.joining(",", operation.getName() + "(", ")"));
    }

    private MBeanInfo info(ObjectName bean) throws RequestRejectedException {
        try {
            @Nullable MBeanInfo info = server.getMBeanInfo(bean);
            if (info != null) {
                return info;
            }
        } catch (JMException e) {
            throw new RequestRejectedException(404, "no bean " + bean);
        }
        throw new RequestRejectedException(404, "no bean " + bean);
    }
}
