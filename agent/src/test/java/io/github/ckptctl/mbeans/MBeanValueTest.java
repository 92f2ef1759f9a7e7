// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import javax.management.ConstructorParameters;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class MBeanValueTest {

    static Stream<Class<?>> values() {
        return new ClassFileImporter()
                .importPackagesOf(MBeanValue.class).stream()
                        .filter(type -> type.isAssignableTo(MBeanValue.class))
                        .filter(type -> !type.isEquivalentTo(MBeanValue.class))
                        .map(JavaClass::reflect);
    }

    @ParameterizedTest
    @MethodSource("values")
    void namesItsPropertiesAndEqualsAnotherWithTheSame(Class<?> type) throws Exception {
        // given
        Constructor<?> constructor =
                Arrays.stream(type.getConstructors())
                        .filter(one -> one.isAnnotationPresent(ConstructorParameters.class))
                        .findFirst()
                        .orElseThrow();
        String[] properties = constructor.getAnnotation(ConstructorParameters.class).value();

        // when
        Object value = constructor.newInstance(arguments(constructor));
        Object same = constructor.newInstance(arguments(constructor));

        // then
        assertThat(value).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(value.toString()).startsWith(type.getSimpleName() + "{").endsWith("}");
        for (String property : properties) {
            assertThat(value.toString()).contains(property + "=");
        }
    }

    @Test
    void differsByEachProperty() {
        // given
        MissingCapability value = new MissingCapability("TIMEOUT", "no field", false);

        // when, then
        assertThat(value)
                .isNotEqualTo(new MissingCapability("INTERVAL", "no field", false))
                .isNotEqualTo(new MissingCapability("TIMEOUT", "no method", false))
                .isNotEqualTo(new MissingCapability("TIMEOUT", "no field", true))
                .isNotEqualTo(null)
                .isNotEqualTo("TIMEOUT");
        assertThat(value)
                .hasToString("MissingCapability{name=TIMEOUT, reason=no field, absent=false}");
    }

    private static Object[] arguments(Constructor<?> constructor) {
        return Arrays.stream(constructor.getParameterTypes())
                .map(MBeanValueTest::argument)
                .toArray();
    }

    private static Object argument(Class<?> type) {
        if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 0);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type == CompletedCheckpointInfo.class) {
            return CompletedCheckpointInfo.none();
        }
        return type == String.class ? "text" : Array.get(Array.newInstance(type, 1), 0);
    }
}
