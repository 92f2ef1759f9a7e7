// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;

import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;

import java.io.IOException;
import java.util.Optional;
import java.util.Properties;

/** A JVM of this machine that has been attached to. Confined to the thread that did. */
public final class AttachedJvm implements AutoCloseable {

    private final VirtualMachine machine;

    private AttachedJvm(VirtualMachine machine) {
        this.machine = machine;
    }

    /**
     * Attaches to a JVM.
     *
     * @param ofAnyUser whether it may be another user's: this process then does what that JVM makes
     *     it do, with the rights of this process
     * @throws AttachException if it is another user's, or cannot be attached to
     * @throws NoClassDefFoundError on a Java runtime without the attach API
     */
    public static AttachedJvm to(String pid, boolean ofAnyUser) throws AttachException {
        Owner own = Owner.own();
        Optional<Owner> owner = Owner.of(pid);
        if (!ofAnyUser && owner.isPresent() && !owner.get().equals(own)) {
            throw new AttachException(
                    "JVM "
                            + pid
                            + " is that of "
                            + owner.get()
                            + ", this command runs as "
                            + own
                            + ": nothing was done. Run it as that user (runuser, setpriv, docker exec"
                            + " --user), or give --other-user if you trust whoever can change that"
                            + " JVM with your own rights");
        }
        try {
            return new AttachedJvm(VirtualMachine.attach(pid));
        } catch (AttachNotSupportedException | IOException e) {
            throw new AttachException(
                    "JVM "
                            + pid
                            + " cannot be attached to: "
                            + e.getMessage()
                            + ". It must run on this machine (in a container: inside it), under the"
                            + " same user as this command, and without -XX:+DisableAttachMechanism",
                    e);
        }
    }

    /** Returns its process id. */
    public String pid() {
        return machine.id();
    }

    /** Returns a system property of it. */
    public Optional<String> systemProperty(String name) throws IOException {
        return Optional.ofNullable(machine.getSystemProperties().getProperty(name));
    }

    /** Returns the options that its JVM was started with, with blanks between. */
    public String jvmOptions() throws IOException {
        Properties properties = machine.getAgentProperties();
        return properties.getProperty("sun.jvm.args", "");
    }

    /**
     * Loads an agent into it.
     *
     * @throws AttachException if it does not
     */
    public void load(String jar, String options) throws AttachException, IOException {
        try {
            machine.loadAgent(jar, options);
        } catch (AgentLoadException | AgentInitializationException e) {
            throw new AttachException(
                    "JVM "
                            + pid()
                            + " did not load "
                            + jar
                            + ": "
                            + e.getMessage()
                            + ". It must be able to read that file, and allow agents to be loaded"
                            + " (-XX:+EnableDynamicAgentLoading)",
                    e);
        }
    }

    /** Connects to its MBean server, over the connector that only this machine can reach. */
    @SuppressWarnings("BanJNDI") // no name is looked up: the address is a stub of this machine
    public JMXConnector jmx() throws IOException {
        return JMXConnectorFactory.connect(LocalAddress.of(machine.startLocalManagementAgent()));
    }

    @Override
    public void close() throws IOException {
        machine.detach();
    }
}
