// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import com.sun.tools.attach.VirtualMachine;

import java.util.List;
import java.util.stream.Collectors;

/** A JVM on this machine that this user can see. Immutable. */
public final class RunningJvm {

    private final String pid;
    private final String displayName;

    private RunningJvm(String pid, String displayName) {
        this.pid = pid;
        this.displayName = displayName;
    }

    /**
     * Returns all of them, this one too.
     *
     * @throws NoClassDefFoundError on a Java runtime without the attach API
     */
    public static List<RunningJvm> all() {
        return VirtualMachine.list().stream()
                .map(jvm -> new RunningJvm(jvm.id(), jvm.displayName()))
                .collect(Collectors.toList());
    }

    /** Returns one by its process id, whether or not it shows among {@link #all()}. */
    public static RunningJvm of(String pid) {
        return all().stream()
                .filter(jvm -> jvm.pid.equals(pid))
                .findFirst()
                .orElseGet(() -> new RunningJvm(pid, ""));
    }

    /** Returns its process id. */
    public String pid() {
        return pid;
    }

    /** Returns what it is, by what it was started with. */
    public JvmKind kind() {
        return JvmKind.of(displayName);
    }

    /** Returns the class or jar that it was started with, empty if it does not tell. */
    public String mainClass() {
        return JvmKind.mainClass(displayName);
    }

    @Override
    public String toString() {
        return pid + "  " + (mainClass().isEmpty() ? "(hidden)" : mainClass());
    }
}
