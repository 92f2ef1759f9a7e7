// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.attach;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import io.github.ckptctl.agent.CheckpointAgent;

import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** A JVM on this machine, reached by the attach API. Confined to the thread that made it. */
final class TargetJvm implements AutoCloseable {

    private final VirtualMachine machine;
    private final String displayName;

    private TargetJvm(VirtualMachine machine, String displayName) {
        this.machine = machine;
        this.displayName = displayName;
    }

    /** Returns the JVMs that this user can see. */
    static List<VirtualMachineDescriptor> all() {
        return VirtualMachine.list();
    }

    static TargetJvm of(String pid) throws AttachFailure {
        String displayName =
                all().stream()
                        .filter(descriptor -> descriptor.id().equals(pid))
                        .map(VirtualMachineDescriptor::displayName)
                        .findFirst()
                        .orElse("");
        try {
            return new TargetJvm(VirtualMachine.attach(pid), displayName);
        } catch (AttachNotSupportedException | IOException e) {
            throw new AttachFailure(
                    AttachFailure.FAILED,
                    "JVM "
                            + pid
                            + " cannot be attached to: "
                            + e.getMessage()
                            + ". It must run on this machine (in a container: inside it), under the"
                            + " same user as this command, and without -XX:+DisableAttachMechanism");
        }
    }

    String pid() {
        return machine.id();
    }

    JvmKind kind() {
        return JvmKind.of(displayName);
    }

    String mainClass() {
        return displayName.isEmpty() ? "unknown" : JvmKind.mainClass(displayName);
    }

    String javaVersion() throws IOException {
        return property("java.version").orElse("unknown");
    }

    /** Returns the version of the agent that is in there already. */
    Optional<String> agentVersion() throws IOException {
        return property(CheckpointAgent.VERSION_PROPERTY);
    }

    void load(String jar, String options) throws AttachFailure, IOException {
        try {
            machine.loadAgent(jar, options);
        } catch (AgentLoadException | AgentInitializationException e) {
            throw new AttachFailure(
                    AttachFailure.FAILED,
                    "JVM "
                            + pid()
                            + " did not load "
                            + jar
                            + ": "
                            + e.getMessage()
                            + ". It must be able to read that file, and allow agents to be loaded"
                            + " (-XX:+EnableDynamicAgentLoading)");
        }
    }

    /** Connects to the platform's MBean server, over the local connector only this user can use. */
    @SuppressWarnings("BanJNDI") // the address comes from the JVM itself and is a local stub
    JMXConnector jmx() throws IOException {
        return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
    }

    @Override
    public void close() throws IOException {
        machine.detach();
    }

    private Optional<String> property(String name) throws IOException {
        Properties properties = machine.getSystemProperties();
        return Optional.ofNullable(properties.getProperty(name));
    }

    /** Returns JVMs as lines of a list. */
    static String lines(List<VirtualMachineDescriptor> jvms) {
        return jvms.stream()
                .map(jvm -> "  " + jvm.id() + "  " + JvmKind.mainClass(jvm.displayName()))
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
