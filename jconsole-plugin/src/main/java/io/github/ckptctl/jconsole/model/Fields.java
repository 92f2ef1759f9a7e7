// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import org.jspecify.annotations.Nullable;

import javax.management.openmbean.CompositeData;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Named fields of a composite value, in whatever form a connector delivers it.
 *
 * <p>No method throws: a field that is missing or of another type is -1, an empty text, false or an
 * empty list.
 */
final class Fields {

    private final @Nullable Object composite;

    private Fields(@Nullable Object composite) {
        this.composite = composite;
    }

    /** Returns the fields of a value; none if it is not a composite. */
    static Fields of(@Nullable Object value) {
        return new Fields(value);
    }

    /** Returns the fields of each element of an array or list. */
    static List<Fields> each(@Nullable Object value) {
        List<Fields> each = new ArrayList<>();
        elements(value).forEach(element -> each.add(new Fields(element)));
        return each;
    }

    /** Returns the elements of an array or list as texts. */
    static List<String> texts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        elements(value).forEach(element -> texts.add(String.valueOf(element)));
        return texts;
    }

    boolean has(String name) {
        return part(name) != null;
    }

    String text(String name) {
        Object part = part(name);
        return part == null ? "" : part.toString();
    }

    long number(String name) {
        Object part = part(name);
        return part instanceof Number ? ((Number) part).longValue() : -1;
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }

    Fields composite(String name) {
        return of(part(name));
    }

    List<Fields> list(String name) {
        return each(part(name));
    }

    List<String> textList(String name) {
        return texts(part(name));
    }

    private @Nullable Object part(String name) {
        if (composite instanceof CompositeData) {
            CompositeData data = (CompositeData) composite;
            return data.containsKey(name) ? data.get(name) : null;
        }
        return composite instanceof Map ? ((Map<?, ?>) composite).get(name) : null;
    }

    private static List<Object> elements(@Nullable Object value) {
        List<Object> elements = new ArrayList<>();
        if (value instanceof Collection) {
            elements.addAll((Collection<?>) value);
        }
        if (value != null && value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                elements.add(Array.get(value, i));
            }
        }
        elements.removeIf(Objects::isNull);
        return elements;
    }
}
