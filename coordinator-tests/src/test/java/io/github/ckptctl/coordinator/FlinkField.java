// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import java.lang.reflect.Field;

/** Looks into an object of Flink's. */
final class FlinkField {

    private FlinkField() {}

    static Object of(Object owner, String name) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(owner);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
