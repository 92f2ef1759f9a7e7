// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/** Java runtimes linked from the JDK of this JVM, without some of its modules. */
public final class JavaRuntime {

    private static final Optional<ToolProvider> JLINK = ToolProvider.findFirst("jlink");

    private JavaRuntime() {}

    /** Returns whether this JVM can link a runtime. */
    public static boolean canBeLinked() {
        return JLINK.isPresent();
    }

    /**
     * Links a runtime of some modules and their dependencies.
     *
     * @param home the directory of the runtime; must not exist
     * @return the home
     */
    public static Path link(Path home, Collection<String> modules) {
        StringWriter output = new StringWriter();
        PrintWriter out = new PrintWriter(output);
        int ended =
                JLINK.orElseThrow()
                        .run(
                                out,
                                out,
                                "--add-modules",
                                String.join(",", modules),
                                "--output",
                                home.toString());
        if (ended != 0) {
            throw new IllegalStateException("jlink ended with " + ended + ": " + output);
        }
        return home;
    }

    /** Returns those of the modules that do not need another one. */
    public static Set<String> without(String missing, Collection<String> modules) {
        return modules.stream()
                .filter(name -> withAllNeeded(name).findModule(missing).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Configuration withAllNeeded(String module) {
        return Configuration.empty()
                .resolve(ModuleFinder.ofSystem(), ModuleFinder.of(), Set.of(module));
    }
}
