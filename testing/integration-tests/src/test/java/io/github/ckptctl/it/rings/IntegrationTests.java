// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.rings;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The integration tests of all compiled modules, with their tags. */
final class IntegrationTests {

    private static final List<Class<? extends Annotation>> TESTS =
            List.of(Test.class, ParameterizedTest.class, RepeatedTest.class, TestFactory.class);

    private IntegrationTests() {}

    /**
     * A test method of a class whose name ends in {@code ITCase}; {@code tags} includes its
     * class's.
     */
    record IntegrationTest(String type, String method, Set<String> tags) {

        @Override
        public String toString() {
            return type + "#" + method;
        }
    }

    /** Returns the compiled tests below a directory. */
    static List<IntegrationTest> below(Path project) throws IOException {
        try (Stream<Path> files = Files.walk(project, 4)) {
            return in(files.filter(file -> file.endsWith("target/test-classes")).toList());
        }
    }

    /** Returns the tests in directories of classes. */
    static List<IntegrationTest> in(Collection<Path> directories) {
        return new ClassFileImporter()
                .importPaths(directories).stream()
                        .filter(type -> type.getSimpleName().endsWith("ITCase"))
                        .filter(JavaClass::isTopLevelClass)
                        .flatMap(IntegrationTests::testsOf)
                        .toList();
    }

    private static Stream<IntegrationTest> testsOf(JavaClass type) {
        return type.getAllMethods().stream()
                .filter(method -> TESTS.stream().anyMatch(method::isAnnotatedWith))
                .map(
                        method ->
                                new IntegrationTest(
                                        type.getSimpleName(),
                                        method.getName(),
                                        tags(type, method)));
    }

    private static Set<String> tags(JavaClass type, JavaMethod method) {
        Set<String> tags = new TreeSet<>();
        method.tryGetAnnotationOfType(Tag.class).map(Tag::value).ifPresent(tags::add);
        type.tryGetAnnotationOfType(Tag.class).map(Tag::value).ifPresent(tags::add);
        for (JavaClass above : type.getAllRawSuperclasses()) {
            above.tryGetAnnotationOfType(Tag.class).map(Tag::value).ifPresent(tags::add);
        }
        return tags;
    }
}
