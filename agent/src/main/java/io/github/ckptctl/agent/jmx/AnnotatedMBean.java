// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.mbeans.Description;
import io.github.ckptctl.mbeans.RequiredRole;
import io.github.ckptctl.mbeans.Role;

import javax.management.Attribute;
import javax.management.AttributeNotFoundException;
import javax.management.InvalidAttributeValueException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.NotificationEmitter;
import javax.management.ReflectionException;
import javax.management.StandardEmitterMBean;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * MXBean whose descriptions, parameter names and impacts come from the annotations and the
 * signatures of its interface, so that each has only one text.
 *
 * <p>Checks again whether a caller whose role is known may make the requested call, whichever
 * endpoint admitted it; names a caller over plain JMX, and rejects changes there where they are
 * closed.
 */
abstract class AnnotatedMBean extends StandardEmitterMBean {

    /** The methods of an interface by name: reflection copies all of them at each call. */
    private static final ClassValue<Map<String, Method>> METHODS =
            new ClassValue<>() {
                @Override
                protected Map<String, Method> computeValue(Class<?> contract) {
                    // no operation is overloaded
                    return Arrays.stream(contract.getMethods())
                            .collect(Collectors.toMap(Method::getName, method -> method));
                }
            };

    private final JmxAccess access;

    /**
     * @param access the access that callers over plain JMX have
     */
    protected <T> AnnotatedMBean(
            T bean, Class<T> contract, NotificationEmitter emitter, JmxAccess access) {
        super(bean, contract, true, emitter);
        this.access = access;
    }

    @Override
    public final Object invoke(String operation, Object[] arguments, String[] signature)
            throws MBeanException, ReflectionException {
        requireRole(operation, operation);
        try (CallerContext.Binding named = CallerContext.overJmx(JmxCaller::name)) {
            return super.invoke(operation, arguments, signature);
        }
    }

    @Override
    public final void setAttribute(Attribute attribute)
            throws AttributeNotFoundException,
                    InvalidAttributeValueException,
                    MBeanException,
                    ReflectionException {
        requireRoleToWrite(attribute);
        try (CallerContext.Binding named = CallerContext.overJmx(JmxCaller::name)) {
            super.setAttribute(attribute);
        }
    }

    /** Rejects a write of an attribute that the caller's role does not allow. */
    protected final void requireRoleToWrite(Attribute attribute) {
        requireRole("set" + attribute.getName(), attribute.getName());
    }

    private void requireRole(String method, String what) {
        Role needed = requiredRole(method);
        access.permit(needed, what);
        CallerContext.require(needed, what);
    }

    @Override
    protected final String getDescription(MBeanInfo info) {
        Description description = getMBeanInterface().getAnnotation(Description.class);
        return description == null ? info.getDescription() : description.value();
    }

    @Override
    protected final String getDescription(MBeanFeatureInfo info) {
        String name = info.getName();
        return describedAs(List.of("get" + name, "is" + name, name)).orElse(info.getDescription());
    }

    @Override
    protected final String getDescription(MBeanAttributeInfo info) {
        return getDescription((MBeanFeatureInfo) info);
    }

    @Override
    protected final String getDescription(MBeanOperationInfo info) {
        return getDescription((MBeanFeatureInfo) info);
    }

    @Override
    protected final String getDescription(
            MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        return method(operation.getName())
                .map(m -> m.getParameters()[sequence].getAnnotation(Description.class))
                .map(Description::value)
                .orElse(parameter.getDescription());
    }

    @Override
    protected final String getParameterName(
            MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        return method(operation.getName())
                .map(m -> m.getParameters()[sequence].getName())
                .orElse(parameter.getName());
    }

    @Override
    protected final int getImpact(MBeanOperationInfo info) {
        return requiredRole(info.getName()) == Role.VIEWER
                ? MBeanOperationInfo.INFO
                : MBeanOperationInfo.ACTION;
    }

    /** Returns the role that a method requires; admin if it declares none. */
    private Role requiredRole(String method) {
        return method(method)
                .map(m -> m.getAnnotation(RequiredRole.class))
                .map(RequiredRole::value)
                .orElse(Role.ADMIN);
    }

    private Optional<String> describedAs(List<String> names) {
        return names.stream()
                .flatMap(name -> method(name).stream())
                .map(m -> m.getAnnotation(Description.class))
                .filter(description -> description != null)
                .map(Description::value)
                .findFirst();
    }

    private Optional<Method> method(String name) {
        return Optional.ofNullable(METHODS.get(getMBeanInterface()).get(name));
    }
}
