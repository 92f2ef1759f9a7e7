// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import java.nio.file.Files;
import java.nio.file.Path;

/** A {@code -javaagent} option that a JVM was started with. Immutable. */
public final class AgentOption {

    /** The option's beginning. */
    public static final String PREFIX = "-javaagent:";

    /** What is behind the path that an option names. */
    public enum Jar {
        /** The agent of ckptctl. */
        OURS,
        /** Another agent. */
        ANOTHER,
        /** Nothing now, whatever was there when the JVM started. */
        GONE,
        /** A file that this process may not look at. */
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
     * Reads one.
     *
     * @param process in whose files the jar is looked for
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

    /** Returns the jar's path, as the JVM was given it. */
    public String path() {
        return path;
    }

    /** Returns what is behind the path's {@code =}, empty if nothing is. */
    public String options() {
        return options;
    }

    /** Returns what the path leads to. */
    public Jar jar() {
        return jar;
    }

    @Override
    public String toString() {
        return ForeignText.shown(PREFIX + path + (options.isEmpty() ? "" : "=" + options));
    }
}
