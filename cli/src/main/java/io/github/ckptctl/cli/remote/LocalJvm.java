// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import io.github.ckptctl.cli.outcome.CliFailure;
import io.github.ckptctl.cli.outcome.ExitCode;

import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;

/** A JVM on this machine that this user can see. */
public final class LocalJvm {

    private static final String VERSION_PROPERTY = "ckptctl.agent.version";

    private final String pid;
    private final String mainClass;

    private LocalJvm(String pid, String mainClass) {
        this.pid = pid;
        this.mainClass = mainClass;
    }

    /**
     * Returns all of them but this one.
     *
     * @throws CliFailure if this Java cannot look
     */
    public static List<LocalJvm> all() {
        try {
            String own = Long.toString(ProcessHandle.current().pid());
            return VirtualMachine.list().stream()
                    .filter(jvm -> !jvm.id().equals(own))
                    .map(LocalJvm::of)
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

    private static LocalJvm of(VirtualMachineDescriptor jvm) {
        String[] words = jvm.displayName().split(" ", 2);
        return new LocalJvm(jvm.id(), words[0]);
    }

    /** Returns its process id. */
    public String pid() {
        return pid;
    }

    /** Returns the class or jar that it was started with. */
    public String mainClass() {
        return mainClass.isEmpty() ? "(hidden)" : mainClass;
    }

    /** Tells whether it is a JobManager by the class it starts with. */
    public boolean isJobManager() {
        return mainClass.startsWith("org.apache.flink.")
                && mainClass.toLowerCase(Locale.ROOT).endsWith("clusterentrypoint");
    }

    /** Tells whether it is another process of Flink's. */
    public boolean isTaskManager() {
        return mainClass.startsWith("org.apache.flink.")
                && (mainClass.endsWith("TaskManagerRunner")
                        || mainClass.endsWith("TaskExecutorRunner"));
    }

    /** Tells whether a JVM has left its token where it does by default. */
    boolean hasToken() {
        return Files.exists(tokenFile(pid));
    }

    /** Returns where the agent leaves its token by default. */
    static Path tokenFile(String pid) {
        return Paths.get(System.getProperty("java.io.tmpdir", "/tmp"), "ckptctl-" + pid + ".token");
    }

    /** Returns the version of the agent that is in there, empty if there is none. */
    public String agentVersion() {
        return attached(
                pid,
                machine -> {
                    Properties properties = machine.getSystemProperties();
                    return properties.getProperty(VERSION_PROPERTY, "");
                });
    }

    /** Returns the options of its JVM. */
    public String options() {
        return attached(
                pid, machine -> machine.getAgentProperties().getProperty("sun.jvm.args", ""));
    }

    /** Connects to a JVM's beans by its process id. */
    public static Connection connect(String pid) {
        return attached(pid, machine -> new JmxConnection("JVM " + pid, connector(machine)));
    }

    @SuppressWarnings("BanJNDI") // the address comes from the JVM itself and is a local stub
    private static JMXConnector connector(VirtualMachine machine) throws IOException {
        return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
    }

    private static <T> T attached(String pid, Question<T> question) {
        try {
            VirtualMachine machine = VirtualMachine.attach(pid);
            try {
                return question.ask(machine);
            } finally {
                machine.detach();
            }
        } catch (NoClassDefFoundError e) {
            throw noAttach();
        } catch (AttachNotSupportedException | IOException e) {
            throw new CliFailure(
                    ExitCode.NO_CONNECTION,
                    "JVM "
                            + pid
                            + " cannot be attached to: "
                            + e.getMessage()
                            + ". It must run on this machine (in a container: inside it), under the"
                            + " same user as this command, and without -XX:+DisableAttachMechanism");
        }
    }

    @Override
    public String toString() {
        return pid + "  " + mainClass();
    }

    private interface Question<T> {
        T ask(VirtualMachine machine) throws IOException;
    }
}
