// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.store;

import io.github.ckptctl.control.model.TextSanitizer;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Identity that distinguishes a process from every other, on this machine and elsewhere. Immutable.
 *
 * <p>On Linux it holds the machine's boot id and the namespace that the process id belongs to, so
 * that a process on the same machine can be looked up, and not only asked. The start time is
 * counted in ticks since the machine booted: it does not depend on a clock that can be set.
 */
final class ProcessIdentity {

    /** State of another process, as far as it is known. */
    enum Life {
        LIVES,
        ENDED,
        UNKNOWN
    }

    private static final Path PROCESSES = Path.of("/proc");

    /** The place of the state behind the command in {@code /proc/<pid>/stat}, and of the start. */
    private static final int STATE = 0;

    private static final int START = 19;

    private final String pid;
    private final String start;
    private final String namespace;
    private final String machine;
    private final String host;

    ProcessIdentity(String pid, String start, String namespace, String machine, String host) {
        this.pid = pid;
        this.start = start;
        this.namespace = namespace;
        this.machine = machine;
        this.host = host;
    }

    /** Returns the identity of this process. */
    static ProcessIdentity own() {
        return of(ProcessHandle.current().pid());
    }

    /** Returns the identity of a process of this one's namespace. */
    static ProcessIdentity of(long id) {
        String pid = Long.toString(id);
        return new ProcessIdentity(
                pid, startOf(pid), ownNamespace(), kernel("random/boot_id"), kernel("hostname"));
    }

    /** Returns the identity in a text; a torn text yields an unknown one. */
    static ProcessIdentity parse(String text) {
        Properties fields = new Properties();
        try {
            fields.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            fields.clear();
        }
        String pid = fields.getProperty("process", "");
        return new ProcessIdentity(
                // becomes part of a path
                pid.matches("[0-9]{1,18}") ? pid : "",
                fields.getProperty("start", ""),
                fields.getProperty("namespace", ""),
                fields.getProperty("machine", ""),
                fields.getProperty("host", ""));
    }

    /** Returns the identity as a human-readable text that {@link #parse} reads. */
    String text() {
        return String.join(
                        "\n",
                        "process=" + pid,
                        "start=" + start,
                        "namespace=" + namespace,
                        "machine=" + machine,
                        "host=" + host)
                + "\n";
    }

    /**
     * Looks up another process, where it would be found on this machine if it lived. An earlier
     * process with the id of this one has ended.
     */
    Life look(ProcessIdentity other) {
        boolean visible =
                !machine.isEmpty()
                        && !namespace.isEmpty()
                        && machine.equals(other.machine)
                        && namespace.equals(other.namespace)
                        && !other.start.isEmpty()
                        // where the processes of other users are hidden, the first process is too
                        && !startOf("1").isEmpty();
        if (!visible) {
            return Life.UNKNOWN;
        }
        return startOf(other.pid).equals(other.start) && !other.pid.equals(pid)
                ? Life.LIVES
                : Life.ENDED;
    }

    /** Returns when a process started, empty if it does not run, or is not visible. */
    private static String startOf(String pid) {
        try {
            // the command before it may contain any bytes, even half a character
            String stat =
                    Files.readString(
                            PROCESSES.resolve(pid).resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
            boolean runs = !fields[STATE].equals("Z") && !fields[STATE].equals("X");
            return runs && fields.length > START ? fields[START] : "";
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    private static String ownNamespace() {
        try {
            return Files.readSymbolicLink(PROCESSES.resolve("self/ns/pid")).toString();
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    private static String kernel(String file) {
        try {
            return Files.readString(PROCESSES.resolve("sys/kernel").resolve(file)).trim();
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    @Override
    public String toString() {
        return pid.isEmpty()
                ? "an unknown process"
                : "process " + pid + " on host " + TextSanitizer.quoted(host);
    }
}
