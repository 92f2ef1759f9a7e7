// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import java.nio.file.Files;
import java.nio.file.Path;

/** {@code -javaagent} option that a JVM was started with. Immutable. */
public final class AgentOption {

    /** Prefix of the option. */
    public static final String PREFIX = "-javaagent:";

    /** Content of the path that an option names. */
    public enum Jar {
        /** The agent of ckptctl. */
        OURS,
        /** Another agent. */
        ANOTHER,
        /** A file that is now missing, whatever it was when the JVM started. */
        GONE,
        /** A file that this process may not read. */
        HIDDEN
    }

    private final String path;
    private final String options;
    private final Jar jar;

    private AgentOption(String path, String options, Jar jar) {
        this.path = path;
        this.options = options;
        this.jar = jar;
    }

    /**
     * Parses an option.
     *
     * @param process the process in whose files the jar is looked up
     */
    static AgentOption of(String option, ProcessFiles process) {
        String all = option.substring(PREFIX.length());
        int equals = all.indexOf('=');
        String path = equals < 0 ? all : all.substring(0, equals);
        return new AgentOption(
                path, equals < 0 ? "" : all.substring(equals + 1), jar(path, process));
    }

    private static Jar jar(String path, ProcessFiles process) {
        Path file = process.file(path).orElse(null);
        if (file == null) {
            return Jar.HIDDEN;
        }
        if (Files.notExists(file)) {
            return Jar.GONE;
        }
        if (!Files.isReadable(file)) {
            return Jar.HIDDEN;
        }
        return AgentJarFile.at(file).isPresent() ? Jar.OURS : Jar.ANOTHER;
    }

    /** Returns the jar's path, as given to the JVM. */
    public String path() {
        return path;
    }

    /** Returns the text after the path's {@code =}, empty if there is none. */
    public String options() {
        return options;
    }

    /** Returns the content of the path. */
    public Jar jar() {
        return jar;
    }

    @Override
    public String toString() {
        return ForeignText.shown(PREFIX + path + (options.isEmpty() ? "" : "=" + options));
    }
}
