// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import com.google.gson.JsonArray;
import io.github.ckptctl.attach.AgentOption;
import io.github.ckptctl.attach.AttachException;
import io.github.ckptctl.attach.AttachObstacle;
import io.github.ckptctl.attach.AttachedJvm;
import io.github.ckptctl.attach.JvmKind;
import io.github.ckptctl.attach.RunningJvm;
import io.github.ckptctl.attach.RuntimeModules;
import io.github.ckptctl.attach.VisibleJvms;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;

import javax.management.remote.JMXConnector;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** JVM on this machine, whether or not it can be attached to. */
public final class LocalJvm {

    private static final String VERSION_PROPERTY = "ckptctl.agent.version";
    private static final String AGENT_CLASS = "io.github.ckptctl.agent.CheckpointAgent";

    private final RunningJvm jvm;

    private LocalJvm(RunningJvm jvm) {
        this.jvm = jvm;
    }

    /**
     * Returns the JVM of a process id, whether or not it is listed among others.
     *
     * @throws CliException if the id is not a number
     */
    public static LocalJvm of(String pid) {
        if (!pid.matches("[0-9]{1,10}")) {
            throw new CliException(ExitCode.USAGE, "'" + pid + "' is no process id");
        }
        return new LocalJvm(RunningJvm.of(pid));
    }

    /**
     * Returns all JVMs that are visible.
     *
     * @throws CliException if this Java runtime cannot list them
     */
    public static List<LocalJvm> all() {
        return visible().all().stream().map(LocalJvm::new).collect(Collectors.toList());
    }

    /**
     * Returns a message about the visible JVMs if none is a JobManager, which does not mean that
     * none runs.
     */
    public static String withoutJobManager() {
        return visible().withoutJobManager();
    }

    private static VisibleJvms visible() {
        try {
            return VisibleJvms.now();
        } catch (NoClassDefFoundError e) {
            requireAttach();
            throw e;
        }
    }

    /**
     * Checks that this Java runtime can reach other JVMs.
     *
     * @param otherWay the alternative if it cannot, and there is no JDK
     * @throws CliException if it cannot
     */
    public static void requireAttach(String otherWay) {
        String fault = RuntimeModules.fault(RuntimeModules.ATTACH, RuntimeModules.REMOTE_JMX);
        if (!fault.isEmpty()) {
            throw new CliException(
                    ExitCode.NO_CONNECTION,
                    "JobManagers cannot be reached by their process: "
                            + fault
                            + ". Run the command on a JDK, or "
                            + otherWay);
        }
    }

    /**
     * Checks that this Java runtime can reach other JVMs, with the address as the alternative.
     *
     * @throws CliException if it cannot
     */
    public static void requireAttach() {
        requireAttach(
                "give --url http://127.0.0.1:8778 (or another jolokia.port) and --token-file "
                        + TokenFiles.found());
    }

    /** Returns its process id. */
    public String pid() {
        return jvm.pid();
    }

    /** Returns the class or jar it was started with. */
    public String mainClass() {
        return jvm.mainClass().isEmpty() ? "(hidden)" : jvm.mainClass();
    }

    /** Returns whether it is a JobManager, by its main class. */
    public boolean isJobManager() {
        return jvm.kind() == JvmKind.JOB_MANAGER;
    }

    /** Returns whether it is a TaskManager, by its main class. */
    public boolean isTaskManager() {
        return jvm.kind() == JvmKind.TASK_MANAGER;
    }

    /** Returns whether it is a process of Flink's that needs no agent. */
    public boolean isOtherFlink() {
        return isTaskManager() || jvm.kind() == JvmKind.OTHER_FLINK;
    }

    /** Returns whether the agent of a JVM has left its token in the default location. */
    boolean hasToken() {
        return !TokenFiles.of(pid()).isEmpty();
    }

    /** Returns whether it belongs to the user that runs this command. */
    boolean isOfThisUser() {
        return jvm.isOfThisUser();
    }

    /** Returns whether the agent may be in it, as far as it is known from outside. */
    public boolean mayHaveAgent() {
        return jvm.mayHaveAgent();
    }

    /** Returns the obstacle to attaching to it, detected without touching it. */
    public Optional<AttachObstacle> obstacle(boolean ofAnyUser) {
        return AttachObstacle.of(jvm, ofAnyUser);
    }

    /** Returns the Java agents it was started with, as far as the system shows them. */
    public List<AgentOption> agents() {
        return jvm.agents();
    }

    /** Returns the Java agents it was started with, as reported by the JVM itself. */
    public List<AgentOption> agents(Connection connection) {
        JsonArray options =
                connection
                        .read("java.lang:type=Runtime", List.of("InputArguments"))
                        .getAsJsonArray("InputArguments");
        List<String> texts = new ArrayList<>();
        options.forEach(option -> texts.add(option.getAsString()));
        return jvm.agentsAmong(texts);
    }

    /** Returns the directory of Flink's configuration it was started with. */
    public Optional<Path> flinkConfiguration() {
        return jvm.flinkConfiguration();
    }

    /** Returns whether it runs with the jars of a Flink distribution, also through links. */
    public boolean isOf(Path flinkHome) {
        Path jars = flinkHome.resolve("lib");
        try {
            return jvm.hasOnClassPath(jars) || jvm.hasOnClassPath(jars.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Returns whether the agent was ever started in it; empty if the JVM cannot report it.
     *
     * @param ofAnyUser whether it may be another user's
     */
    public Optional<Boolean> hasHadAgent(boolean ofAnyUser) {
        return asked(ofAnyUser, connector -> AttachedJvm.hasLoaded(connector, AGENT_CLASS));
    }

    /**
     * Returns whether a JobManager has started in it; empty if the JVM cannot report it.
     *
     * @param ofAnyUser whether it may be another user's
     */
    public Optional<Boolean> hasJobManager(boolean ofAnyUser) {
        return asked(ofAnyUser, AttachedJvm::hasJobManager);
    }

    private Optional<Boolean> asked(boolean ofAnyUser, Enquiry enquiry) {
        return attached(
                pid(),
                ofAnyUser,
                jvm -> {
                    try (JMXConnector connector = jvm.jmx()) {
                        return enquiry.ask(connector);
                    }
                });
    }

    /** Returns whether the agent is in it; false if that cannot be determined. */
    boolean hasAgent(boolean ofAnyUser) {
        try {
            return attached(
                    pid(), ofAnyUser, jvm -> jvm.systemProperty(VERSION_PROPERTY).isPresent());
        } catch (CliException e) {
            return false;
        }
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
        requireAttach();
        try (AttachedJvm jvm = AttachedJvm.to(of(pid).pid(), ofAnyUser)) {
            return question.ask(jvm);
        } catch (AttachException e) {
            throw new CliException(ExitCode.NO_CONNECTION, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.NO_CONNECTION, "JVM " + pid + " does not answer: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return jvm.toString();
    }

    private interface Enquiry {
        Optional<Boolean> ask(JMXConnector connector) throws IOException;
    }

    private interface Question<T> {
        T ask(AttachedJvm jvm) throws AttachException, IOException;
    }
}
