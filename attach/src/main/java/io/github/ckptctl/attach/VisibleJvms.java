// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * JVMs that this process currently sees, itself excluded: those of the attach API, and on Linux
 * those among all processes, including other users' and other containers'. Immutable.
 */
public final class VisibleJvms {

    /** Number of JVMs that are named in a message. */
    private static final int NAMED = 5;

    private final List<RunningJvm> all;

    private VisibleJvms(List<RunningJvm> all) {
        this.all = all;
    }

    /**
     * Lists the JVMs.
     *
     * @throws NoClassDefFoundError on a Java runtime without the attach API, if nothing else shows
     *     them either
     */
    public static VisibleJvms now() {
        Map<String, String> commands = new HashMap<>(commands());
        if (ProcessFiles.areThere()) {
            commands.keySet().removeIf(pid -> !ProcessFiles.of(pid).exist());
            ProcessFiles.pids().stream()
                    .filter(pid -> JavaCommand.isJava(ProcessFiles.of(pid).commandLine()))
                    .forEach(pid -> commands.putIfAbsent(pid, ""));
        }
        commands.remove(Long.toString(ProcessHandle.current().pid()));
        return new VisibleJvms(
                commands.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey(VisibleJvms::byNumber))
                        .map(each -> RunningJvm.of(each.getKey(), each.getValue()))
                        .collect(Collectors.toList()));
    }

    private static Map<String, String> commands() {
        try {
            return PerformanceData.commands();
        } catch (NoClassDefFoundError | InternalError e) {
            if (ProcessFiles.areThere()) {
                return Map.of();
            }
            throw e;
        }
    }

    private static int byNumber(String one, String other) {
        return Long.compare(Long.parseLong(one), Long.parseLong(other));
    }

    /** Returns all visible JVMs. */
    public List<RunningJvm> all() {
        return all;
    }

    /**
     * Returns those that are known to be JobManagers.
     *
     * @param ofAnyUser whether other users' count even if there are some of this user
     */
    public List<RunningJvm> jobManagers(boolean ofAnyUser) {
        List<RunningJvm> found =
                all.stream()
                        .filter(jvm -> jvm.kind() == JvmKind.JOB_MANAGER)
                        .collect(Collectors.toList());
        List<RunningJvm> own =
                found.stream().filter(RunningJvm::isOfThisUser).collect(Collectors.toList());
        return ofAnyUser || own.isEmpty() ? found : own;
    }

    /**
     * Returns a message about the visible JVMs if none is a JobManager, which does not mean that
     * none runs.
     */
    public String withoutJobManager() {
        List<RunningJvm> unknown =
                all.stream()
                        .filter(jvm -> jvm.kind() == JvmKind.UNKNOWN)
                        .collect(Collectors.toList());
        StringBuilder words = new StringBuilder();
        words.append("none of the ")
                .append(all.size())
                .append(" other JVMs that ")
                .append(Owner.own())
                .append(" sees here is known to be a JobManager");
        if (!unknown.isEmpty()) {
            words.append("; what these are is not known: ")
                    .append(
                            unknown.stream()
                                    .limit(NAMED)
                                    .map(RunningJvm::toString)
                                    .collect(Collectors.joining("; ")));
            if (unknown.size() > NAMED) {
                words.append(" and ").append(unknown.size() - NAMED).append(" more");
            }
        }
        if (ProcessFiles.areThere() && !ProcessFiles.areOthersVisible()) {
            words.append("; this system hides the processes of other users (hidepid)");
        }
        return words.toString();
    }
}
