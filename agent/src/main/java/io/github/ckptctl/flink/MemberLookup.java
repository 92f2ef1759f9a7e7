// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.Capability;
import org.jspecify.annotations.Nullable;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Lookup of the parts of Flink that capabilities depend on; records which are missing.
 *
 * <p>The parts that are found decide, never a version number: an unknown version of Flink works as
 * far as its parts are where they were. Confined to the thread that searches.
 */
final class MemberLookup {

    private final ClassLoader loader;
    private final Map<Capability, Set<String>> missing = new EnumMap<>(Capability.class);
    private final Set<Capability> absent = EnumSet.noneOf(Capability.class);

    MemberLookup(ClassLoader loader) {
        this.loader = loader;
    }

    /** Returns the parts that were not found, by the capabilities that need them. */
    Map<Capability, Set<String>> missing() {
        return missing;
    }

    /** Returns those of the missing capabilities that this Flink has nothing for. */
    Set<Capability> absent() {
        return absent;
    }

    /** Finds a field; without it the named capabilities are off. */
    <T> FieldAccessor<T> field(String type, String name, Capability... capabilities) {
        Field field =
                find(type, owner -> Arrays.stream(owner.getDeclaredFields()))
                        .filter(f -> f.getName().equals(name))
                        .findFirst()
                        .orElse(null);
        return new FieldAccessor<>(
                simple(type) + "." + name, noted(field, type, "." + name, capabilities));
    }

    /** Finds a field in the first of two types that has it. */
    <T> FieldAccessor<T> fieldOfEither(
            String type, String other, String name, Capability... capabilities) {
        return field(isThere(type, name) ? type : other, name, capabilities);
    }

    /** Finds a field under the first of two names that a type has. */
    <T> FieldAccessor<T> eitherField(
            String type, String name, String other, Capability... capabilities) {
        return field(type, isThere(type, name) ? name : other, capabilities);
    }

    /** Finds a method by its name and number of parameters. */
    MethodAccessor method(String type, String name, int parameters, Capability... capabilities) {
        Method method =
                find(type, owner -> Arrays.stream(owner.getDeclaredMethods()))
                        .filter(m -> m.getName().equals(name) && !m.isSynthetic())
                        .filter(m -> m.getParameterCount() == parameters)
                        .findFirst()
                        .orElse(null);
        return call(method, type, "." + name + "/" + parameters, capabilities);
    }

    /** Finds a constructor by its number of parameters, an inner class's outer object included. */
    MethodAccessor constructor(String type, int parameters, Capability... capabilities) {
        Constructor<?> constructor =
                find(type, owner -> Arrays.stream(owner.getDeclaredConstructors()))
                        .filter(c -> c.getParameterCount() == parameters && !c.isSynthetic())
                        .findFirst()
                        .orElse(null);
        return call(constructor, type, ".<init>/" + parameters, capabilities);
    }

    /**
     * Turns the named capabilities off if a field with a submitted value is not final: this Flink
     * then changes it itself. No value of ours may override that, and it is not the submitted one.
     */
    void requireFinal(FieldAccessor<?> field, Capability... capabilities) {
        if (field.isFound() && !field.isFinal()) {
            lost(field + " is not final: this Flink changes it itself", capabilities);
        }
    }

    /**
     * Turns a capability off whose subject this Flink does not have, so that there is nothing to
     * look for: a later line introduced it.
     */
    void hasNone(Capability capability, String why) {
        lost(why, capability);
        absent.add(capability);
    }

    /** Turns a capability off for lack of everything that another one has been found to lack. */
    void needs(Capability capability, Capability other) {
        missing.getOrDefault(other, Set.of()).forEach(why -> lost(why, capability));
    }

    /** Returns whether a type exists. */
    boolean isThere(String type) {
        return find(type, Stream::of).findAny().isPresent();
    }

    /** Returns whether a type exists and has a field. */
    boolean isThere(String type, String field) {
        return find(type, owner -> Arrays.stream(owner.getDeclaredFields()))
                .anyMatch(f -> f.getName().equals(field));
    }

    private MethodAccessor call(
            @Nullable Executable found, String type, String what, Capability... capabilities) {
        return new MethodAccessor(simple(type) + what, noted(found, type, what, capabilities));
    }

    private <T> Stream<T> find(String type, Function<Class<?>, Stream<T>> members) {
        try {
            return members.apply(Class.forName(type, false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            return Stream.empty();
        }
    }

    private <T extends AccessibleObject> @Nullable T noted(
            @Nullable T found, String type, String what, Capability... capabilities) {
        if (found != null && found.trySetAccessible()) {
            return found;
        }
        lost(simple(type) + what + " was not found", capabilities);
        return null;
    }

    private void lost(String why, Capability... capabilities) {
        for (Capability capability : capabilities) {
            missing.computeIfAbsent(capability, c -> new LinkedHashSet<>()).add(why);
        }
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
