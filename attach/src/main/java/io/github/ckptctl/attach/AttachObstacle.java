// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.util.Optional;

/**
 * Reason why a JVM cannot be attached to, detected without touching it. The attach API detects it
 * by trying: it makes a JVM print its threads, waits for ten seconds, or ends a process that is not
 * a JVM. Immutable.
 */
public final class AttachObstacle {

    private static final String INSIDE =
            "Run this inside its container (docker exec, kubectl exec), or as root with nsenter"
                    + " --all --target ";

    private final String cause;
    private final String remedy;

    private AttachObstacle(String cause, String remedy) {
        this.cause = cause;
        this.remedy = remedy;
    }

    /**
     * Detects the obstacle.
     *
     * @param ofAnyUser whether the JVM may be another user's
     * @return empty if none is detected
     */
    public static Optional<AttachObstacle> of(RunningJvm jvm, boolean ofAnyUser) {
        AttachObstacle found = ofUser(jvm, ofAnyUser);
        if (found == null && ProcessFiles.areThere()) {
            found = ofProcess(jvm);
        }
        return Optional.ofNullable(found);
    }

    private static @Nullable AttachObstacle ofUser(RunningJvm jvm, boolean ofAnyUser) {
        Owner own = Owner.own();
        Optional<Owner> owner = Owner.of(jvm.pid());
        if (owner.isEmpty() || owner.get().equals(own) || (ofAnyUser && own.isRoot())) {
            return null;
        }
        String asThatUser = "Run it as that user (runuser, setpriv, docker exec --user)";
        return new AttachObstacle(
                "it is that of " + owner.get() + ", and this command runs as " + own,
                own.isRoot()
                        ? asThatUser
                                + ", or give --other-user if you trust everyone who can change that"
                                + " JVM with your own rights"
                        : asThatUser + orHttp(jvm));
    }

    private static @Nullable AttachObstacle ofProcess(RunningJvm jvm) {
        ProcessFiles process = jvm.files();
        if (!process.exist()) {
            return new AttachObstacle(
                    "there is no process of this number",
                    "Check it: the same process has another number inside a container than outside,"
                            + " and a JVM must run on this machine, under the same user as this"
                            + " command");
        }
        if (!process.hasJvm().orElse(true)) {
            return new AttachObstacle(
                    "there is no JVM in this process",
                    "'ckptctl doctor' lists those that are seen");
        }
        if (!process.isOpen() && !process.sharesMounts().orElse(true)) {
            return new AttachObstacle(
                    "it has a file system of its own (a container, a private /tmp), into which this"
                            + " command may not look",
                    INSIDE + jvm.pid() + orHttp(jvm));
        }
        if (!process.sharesNetwork().orElse(true)) {
            return new AttachObstacle(
                    "it has a network of its own, over which alone its beans can be reached",
                    INSIDE + jvm.pid());
        }
        return ofListener(jvm);
    }

    /**
     * Returns the obstacle in the JVM's attach listener. A JVM that does not listen yet is
     * requested to by a signal, on which a JVM that must not listen prints its threads.
     */
    private static @Nullable AttachObstacle ofListener(RunningJvm jvm) {
        if (jvm.isOn("DisableAttachMechanism")) {
            return new AttachObstacle(
                    "it was started with -XX:+DisableAttachMechanism",
                    jvm.overHttp()
                            .map(way -> "Use HTTP instead: " + way)
                            .orElse(
                                    "Start it again without that, or with the agent ('ckptctl"
                                            + " install') and then use HTTP"));
        }
        if (!isListening(jvm) && !jvm.files().catchesQuit().orElse(true)) {
            return new AttachObstacle(
                    "it would end at the signal with which a JVM is asked to listen",
                    "Try again once it has started, or start it without -Xrs" + orHttp(jvm));
        }
        return null;
    }

    private static boolean isListening(RunningJvm jvm) {
        return jvm.files()
                .file("/tmp/.java_pid" + jvm.files().ownPid())
                .filter(Files::exists)
                .isPresent();
    }

    private static String orHttp(RunningJvm jvm) {
        return jvm.overHttp().map(way -> ", or use HTTP: " + way).orElse("");
    }

    /** Returns the cause of the obstacle. */
    public String cause() {
        return cause;
    }

    /** Returns the remedy. */
    public String remedy() {
        return remedy;
    }
}
