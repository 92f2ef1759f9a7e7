// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import io.github.ckptctl.attach.AttachException;
import io.github.ckptctl.attach.AttachedJvm;
import io.github.ckptctl.attach.JvmKind;
import io.github.ckptctl.attach.RunningJvm;
import io.github.ckptctl.cli.outcome.CliFailure;
import io.github.ckptctl.cli.outcome.ExitCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM on this machine that this user can see. */
public final class LocalJvm {

    private static final String VERSION_PROPERTY = "ckptctl.agent.version";

    private final RunningJvm jvm;

    private LocalJvm(RunningJvm jvm) {
        this.jvm = jvm;
    }

    /**
     * Returns all of them but this one.
     *
     * @throws CliFailure if this Java cannot look
     */
    public static List<LocalJvm> all() {
        try {
            String own = Long.toString(ProcessHandle.current().pid());
            return RunningJvm.all().stream()
                    .filter(jvm -> !jvm.pid().equals(own))
                    .map(LocalJvm::new)
                    .collect(Collectors.toList());
        } catch (NoClassDefFoundError e) {
            throw noAttach();
        }
    }

    private static CliFailure noAttach() {
        return new CliFailure(
                ExitCode.NO_CONNECTION,
                "this Java has no attach API to reach local JobManagers with; use a JDK, or name the"
                        + " agent's address with --url");
    }

    /** Returns its process id. */
    public String pid() {
        return jvm.pid();
    }

    /** Returns the class or jar that it was started with. */
    public String mainClass() {
        return jvm.mainClass().isEmpty() ? "(hidden)" : jvm.mainClass();
    }

    /** Tells whether it is a JobManager by the class it starts with. */
    public boolean isJobManager() {
        return jvm.kind() == JvmKind.JOB_MANAGER;
    }

    /** Tells whether it is another process of Flink's. */
    public boolean isTaskManager() {
        return jvm.kind() == JvmKind.OTHER_FLINK
                && (mainClass().endsWith("TaskManagerRunner")
                        || mainClass().endsWith("TaskExecutorRunner"));
    }

    /** Tells whether the agent of a JVM has left its token where it does by default. */
    boolean hasToken() {
        Path directory = Paths.get(System.getProperty("java.io.tmpdir", "/tmp"));
        String name = Pattern.quote("ckptctl-" + pid()) + "(-.*)?\\.token";
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> String.valueOf(file.getFileName()).matches(name));
        } catch (IOException e) {
            return false;
        }
    }

    /** Tells whether the agent is in there; what cannot be asked counts as a no. */
    boolean hasAgent(boolean ofAnyUser) {
        try {
            return attached(
                    pid(), ofAnyUser, jvm -> jvm.systemProperty(VERSION_PROPERTY).isPresent());
        } catch (CliFailure e) {
            return false;
        }
    }

    /** Returns the options of its JVM. */
    public String options(boolean ofAnyUser) {
        return attached(pid(), ofAnyUser, AttachedJvm::jvmOptions);
    }

    /**
     * Connects to a JVM's beans by its process id.
     *
     * @param ofAnyUser whether it may be another user's, who is then trusted with this one's rights
     */
    public static Connection connect(String pid, boolean ofAnyUser) {
        return attached(pid, ofAnyUser, jvm -> new JmxConnection("JVM " + pid, jvm.jmx()));
    }

    private static <T> T attached(String pid, boolean ofAnyUser, Question<T> question) {
        try (AttachedJvm jvm = AttachedJvm.to(pid, ofAnyUser)) {
            return question.ask(jvm);
        } catch (NoClassDefFoundError e) {
            throw noAttach();
        } catch (AttachException e) {
            throw new CliFailure(ExitCode.NO_CONNECTION, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CliFailure(
                    ExitCode.NO_CONNECTION, "JVM " + pid + " does not answer: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return pid() + "  " + mainClass();
    }

    private interface Question<T> {
        T ask(AttachedJvm jvm) throws IOException;
    }
}
