// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of the built jar, as a host application finds it. */
@Tag("main")
class PluginJarITCase {

    private static final String JAR = System.getProperty("ckptctl.jconsole.jar");

    @Test
    void knowsTwoTypesOfTheHostAndNoMore() {
        Pattern arrow = Pattern.compile(".*-> ((com\\.sun|sun|jdk)\\.\\S*\\.[A-Z]\\S*).*");
        List<String> used =
                Arrays.stream(jdeps("-verbose:class", "-filter:none", JAR).split("\n"))
                        .map(arrow::matcher)
                        .filter(Matcher::matches)
                        .map(matcher -> matcher.group(1))
                        .map(type -> type.replaceFirst("\\$.*", ""))
                        .distinct()
                        .sorted()
                        .collect(Collectors.toList());

        assertThat(used)
                .containsExactly(
                        "com.sun.tools.jconsole.JConsoleContext",
                        "com.sun.tools.jconsole.JConsolePlugin");
    }

    @Test
    void needsNothingElseThanTheJdk() {
        assertThat(jdeps("--ignore-missing-deps", "--print-module-deps", JAR).trim().split(","))
                .isSubsetOf(
                        "java.base",
                        "java.desktop",
                        "java.logging",
                        "java.management",
                        "jdk.jconsole");
        // XChart's file exporters are never called; annotations are not needed at run time
        assertThat(jdeps("-verbose:class", "-filter:none", JAR).lines())
                .filteredOn(line -> line.contains("->") && line.contains("not found"))
                .filteredOn(line -> !line.contains(".shaded.xchart."))
                .filteredOn(line -> !line.contains("-> org.jspecify.annotations."))
                .filteredOn(line -> !line.contains("-> not found"))
                .isEmpty();
    }

    /** Ensures that no runtime with JConsole lacks a module for the plugin. */
    @Test
    void needsNoModuleThatJConsoleDoesNotBring() {
        Configuration host =
                Configuration.empty()
                        .resolve(
                                ModuleFinder.ofSystem(), ModuleFinder.of(), Set.of("jdk.jconsole"));

        assertThat(jdeps("--ignore-missing-deps", "--print-module-deps", JAR).trim().split(","))
                .allMatch(module -> host.findModule(module).isPresent());
    }

    @Test
    void holdsOnlyClassesOfOursForJava11() throws IOException {
        try (JarFile jar = new JarFile(JAR)) {
            List<JarEntry> classes =
                    Collections.list(jar.entries()).stream()
                            .filter(entry -> entry.getName().endsWith(".class"))
                            .collect(Collectors.toList());
            assertThat(classes).hasSizeGreaterThan(100);
            for (JarEntry entry : classes) {
                assertThat(entry.getName()).startsWith("io/github/ckptctl/jconsole/");
                try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
                    assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
                    in.readUnsignedShort();
                    assertThat(in.readUnsignedShort()).as(entry.getName()).isLessThanOrEqualTo(55);
                }
            }
            String service =
                    new String(
                            jar.getInputStream(
                                            jar.getEntry(
                                                    "META-INF/services/com.sun.tools.jconsole"
                                                            + ".JConsolePlugin"))
                                    .readAllBytes(),
                            StandardCharsets.UTF_8);
            assertThat(service.trim()).isEqualTo(CheckpointPlugin.class.getName());
            assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
        }
    }

    private static String jdeps(String... arguments) {
        StringWriter output = new StringWriter();
        PrintWriter out = new PrintWriter(output);
        int exit = ToolProvider.findFirst("jdeps").orElseThrow().run(out, out, arguments);
        assertThat(exit).as(output.toString()).isZero();
        return output.toString();
    }
}
