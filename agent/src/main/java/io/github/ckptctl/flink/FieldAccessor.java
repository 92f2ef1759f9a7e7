// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/**
 * Field of Flink that was found at start, or not. Any thread.
 *
 * @param <T> the type that Flink's source gives the field, boxed
 */
final class FieldAccessor<T> {

    private final String name;
    private final @Nullable Field field;

    FieldAccessor(String name, @Nullable Field field) {
        this.name = name;
        this.field = field;
    }

    /** Returns the field's value in an object. */
    @SuppressWarnings("unchecked") // the declaration of the accessor names the type
    T get(Object owner) {
        try {
            return (T) found().get(owner);
        } catch (IllegalAccessException e) {
            throw new UnsupportedOperationException(name + " cannot be read", e);
        }
    }

    /** Returns the value of a {@code long} field, without boxing it. */
    long getLong(Object owner) {
        try {
            return found().getLong(owner);
        } catch (IllegalAccessException e) {
            throw new UnsupportedOperationException(name + " cannot be read", e);
        }
    }

    /** Sets a field that is not final; a final one is never written. */
    void set(Object owner, Object value) {
        try {
            found().set(owner, value);
        } catch (IllegalAccessException e) {
            throw new UnsupportedOperationException(name + " cannot be written", e);
        }
    }

    boolean isFound() {
        return field != null;
    }

    boolean isFinal() {
        return Modifier.isFinal(found().getModifiers());
    }

    /** Returns whether an object is of a class that has the field. */
    boolean isFieldOf(Object owner) {
        return field != null && field.getDeclaringClass().isInstance(owner);
    }

    @Override
    public String toString() {
        return name;
    }

    private Field found() {
        if (field == null) {
            throw new UnsupportedOperationException("this Flink has no " + name);
        }
        return field;
    }
}
