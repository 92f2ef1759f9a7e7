// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import java.lang.reflect.Field;

/**
 * Access to fields of Flink's objects, to read them and to change what cannot be configured
 * otherwise.
 */
final class FlinkField {

    private FlinkField() {}

    static Object of(Object owner, String name) {
        try {
            return field(owner, name).get(owner);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    static void set(Object owner, String name, Object value) {
        try {
            field(owner, name).set(owner, value);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Field field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
