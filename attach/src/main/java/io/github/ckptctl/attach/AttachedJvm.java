// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.AttachOperationFailedException;
import com.sun.tools.attach.VirtualMachine;
import org.jspecify.annotations.Nullable;

import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** JVM of this machine that has been attached to. Confined to the thread that attached. */
public final class AttachedJvm implements AutoCloseable {

    /** Class that every JobManager loads, and no other process of Flink's. */
    public static final String JOB_MANAGER =
            "org.apache.flink.runtime.entrypoint.ClusterEntrypoint";

    private static final String DIAGNOSTICS = "com.sun.management:type=DiagnosticCommand";

    private final RunningJvm jvm;
    private final VirtualMachine machine;
    private final AttachFiles files;

    private AttachedJvm(RunningJvm jvm, VirtualMachine machine, AttachFiles files) {
        this.jvm = jvm;
        this.machine = machine;
        this.files = files;
    }

    /**
     * Attaches to a JVM. Needs {@link RuntimeModules#ATTACH}.
     *
     * @param ofAnyUser whether it may be another user's: this process then executes what that JVM
     *     makes it do, with the rights of this process
     * @throws AttachException if it is another user's, or cannot be attached to
     */
    public static AttachedJvm to(String pid, boolean ofAnyUser) throws AttachException {
        RunningJvm jvm = RunningJvm.of(pid);
        Optional<AttachObstacle> obstacle = AttachObstacle.of(jvm, ofAnyUser);
        if (obstacle.isPresent()) {
            throw new AttachException(
                    refusal(pid, obstacle.get().cause(), obstacle.get().remedy()));
        }
        AttachFiles files = null;
        try {
            files = AttachFiles.of(jvm.files());
            return new AttachedJvm(jvm, VirtualMachine.attach(pid), files);
        } catch (AttachNotSupportedException | IOException e) {
            if (files != null) {
                files.close();
            }
            throw new AttachException(
                    refusal(
                            pid,
                            e instanceof FileSystemException ? e.toString() : e.getMessage(),
                            "It must run on this machine (in a container: inside it), under the same"
                                    + " user as this command, and allow it"
                                    + " (-XX:-DisableAttachMechanism)"),
                    e);
        }
    }

    private static String refusal(String pid, @Nullable String cause, String remedy) {
        return "JVM " + pid + " cannot be attached to: " + cause + "; nothing was done. " + remedy;
    }

    /** Returns its process id. */
    public String pid() {
        return machine.id();
    }

    /** Returns one of its system properties. */
    public Optional<String> systemProperty(String name) throws IOException {
        return Optional.ofNullable(machine.getSystemProperties().getProperty(name));
    }

    /**
     * Loads an agent into it.
     *
     * @param jar the path as this process sees it; if the JVM does not see it, it gets a temporary
     *     copy
     * @throws AttachException if the JVM does not load it
     */
    public void load(Path jar, String options) throws AttachException, IOException {
        if (jar.toString().indexOf('=') >= 0) {
            throw new AttachException(
                    jar
                            + " has a '=' in its path, where a JVM lets the options begin; nothing was"
                            + " done. Give it another name or place");
        }
        if (isSeen(jar)) {
            load(jar.toString(), options);
            return;
        }
        // its classes are then loaded from the file that the JVM has open
        Path copy = copy(jar);
        try {
            load("/" + jvm.files().root().relativize(copy), options);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private void load(String jar, String options) throws AttachException, IOException {
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

    /** Returns whether the JVM finds the same file under the same name. */
    private boolean isSeen(Path jar) throws IOException {
        if (jvm.files().sharesMounts().orElse(true)) {
            return true;
        }
        Optional<Path> its = jvm.files().file(jar.toString());
        return its.isPresent() && Files.exists(its.get()) && Files.isSameFile(jar, its.get());
    }

    private Path copy(Path jar) throws AttachException {
        Path copy = null;
        try {
            copy = Files.createTempFile(jvm.files().tmp(), "ckptctl-", ".jar");
            Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
            return copy;
        } catch (IOException e) {
            if (copy != null) {
                copy.toFile().delete();
            }
            throw new AttachException(
                    "JVM "
                            + pid()
                            + " has a file system of its own and does not see "
                            + jar
                            + ", and its /tmp takes no copy of it: "
                            + e
                            + "; nothing was done. Run this inside its container",
                    e);
        }
    }

    /**
     * Connects to its MBean server, over the connector that is reachable from this machine only.
     * Needs {@link RuntimeModules#REMOTE_JMX}.
     *
     * @throws AttachException if its own Java runtime has none
     */
    @SuppressWarnings("BanJNDI") // no name is looked up: the address is a stub of this machine
    public JMXConnector jmx() throws AttachException, IOException {
        return JMXConnectorFactory.connect(LocalAddress.of(startManagementAgent()));
    }

    private String startManagementAgent() throws AttachException, IOException {
        try {
            return machine.startLocalManagementAgent();
        } catch (AttachOperationFailedException e) {
            throw new AttachException(
                    "JVM "
                            + pid()
                            + " has no JMX for local processes ("
                            + e.getMessage()
                            + "): use its agent's HTTP address, or the routes on Flink's REST port",
                    e);
        }
    }

    /**
     * Returns whether a Flink JobManager has started in it; empty if this JVM cannot report it.
     *
     * @param connector to its MBean server
     */
    public static Optional<Boolean> hasJobManager(JMXConnector connector) throws IOException {
        return hasLoaded(connector, JOB_MANAGER);
    }

    /**
     * Returns whether it has loaded a class, without loading it; empty if this JVM cannot report
     * it. Costs a pause of some milliseconds.
     *
     * @param connector to its MBean server
     */
    public static Optional<Boolean> hasLoaded(JMXConnector connector, String className)
            throws IOException {
        try {
            Object hierarchy =
                    connector
                            .getMBeanServerConnection()
                            .invoke(
                                    new ObjectName(DIAGNOSTICS),
                                    "vmClassHierarchy",
                                    new Object[] {new String[] {className}},
                                    new String[] {String[].class.getName()});
            return Optional.of(String.valueOf(hierarchy).contains(className));
        } catch (JMException | RuntimeException e) {
            // another JVM implementation
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            machine.detach();
        } finally {
            files.close();
        }
    }
}
