// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

import io.github.ckptctl.control.model.Capability;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Claim of what a test proves if it passes, from its annotations.
 *
 * @param test class and method
 * @param capabilities may be none
 * @param scenario empty if there is none
 * @param schedulers those that it runs with
 */
record Claim(
        String test, Set<Capability> capabilities, String scenario, Set<Scheduler> schedulers) {

    private static final String SCENARIOS = "io.github.ckptctl.it";

    /** Returns the claims of all integration tests, in the order of their names. */
    static List<Claim> all() {
        return ReflectionSupport.findAllClassesInPackage(
                        SCENARIOS, type -> true, name -> name.endsWith("ITCase"))
                .stream()
                .flatMap(type -> of(type).stream())
                .sorted(Comparator.comparing(Claim::test))
                .toList();
    }

    static List<Claim> of(Class<?> type) {
        return AnnotationSupport.findAnnotatedMethods(
                        type, Proves.class, HierarchyTraversalMode.TOP_DOWN)
                .stream()
                .map(method -> of(type, method))
                .toList();
    }

    private static Claim of(Class<?> type, Method method) {
        Proves proves = method.getAnnotation(Proves.class);
        String test = type.getSimpleName() + "." + method.getName();
        MethodSource source =
                AnnotationSupport.findAnnotation(method, MethodSource.class)
                        .or(() -> AnnotationSupport.findAnnotation(type, MethodSource.class))
                        .orElseThrow(() -> new IllegalStateException(test + " is on no line"));
        return new Claim(
                test, Set.of(proves.value()), proves.scenario(), schedulers(source.value()[0]));
    }

    /** Returns the schedulers of a run that names its versions, as the matrix does. */
    private static Set<Scheduler> schedulers(String lines) {
        if (Stream.of("all", "eachOnce", "bothSchedulers")
                .anyMatch(name -> lines.endsWith("FlinkLine#" + name))) {
            return EnumSet.allOf(Scheduler.class);
        }
        return EnumSet.of(
                lines.endsWith("FlinkLine#waitingRescales")
                        ? Scheduler.ADAPTIVE
                        : Scheduler.DEFAULT);
    }
}
