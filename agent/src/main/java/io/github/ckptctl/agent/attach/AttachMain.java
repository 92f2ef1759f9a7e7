// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.attach;

import io.github.ckptctl.attach.AttachException;
import io.github.ckptctl.attach.AttachedJvm;
import io.github.ckptctl.attach.JvmKind;
import io.github.ckptctl.attach.RunningJvm;
import io.github.ckptctl.attach.RuntimeModules;
import io.github.ckptctl.attach.VisibleJvms;
import io.github.ckptctl.mbeans.AgentProperties;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Main class of {@code java -jar ckptctl-agent.jar attach [pid] [key=value,…]} and {@code detach
 * [pid]}.
 *
 * <p>Exit codes: 0 done, or nothing to do; 1 it failed; 2 it cannot be done as requested.
 */
public final class AttachMain {

    /** Maximum time for the agent's assembly; a second is usual. */
    private static final Duration START = Duration.ofSeconds(30);

    /**
     * Time after which running jobs have appeared, at their next heartbeat: {@code
     * heartbeat.interval}, 10 s by default.
     */
    private static final Duration HEARTBEAT = Duration.ofSeconds(11);

    private static final String OTHER_USER = "--other-user";

    private final PrintStream out;
    private boolean ofAnyUser;

    private AttachMain(PrintStream out) {
        this.out = out;
    }

    /** Runs the command and ends the JVM. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        try {
            new AttachMain(out).run(new ArrayList<>(Arrays.asList(arguments)));
            return 0;
        } catch (CommandException e) {
            err.println(e.getMessage());
            return e.exitCode();
        } catch (AttachException e) {
            err.println(e.getMessage());
            return CommandException.FAILED;
        } catch (IOException | RuntimeException e) {
            err.println("The other JVM went away or did not answer: " + e);
            return CommandException.FAILED;
        }
    }

    private void run(List<String> arguments) throws CommandException, AttachException, IOException {
        ofAnyUser = arguments.remove(OTHER_USER);
        String command = arguments.isEmpty() ? "--help" : arguments.remove(0);
        String pid =
                arguments.isEmpty() || arguments.get(0).contains("=") ? "" : arguments.remove(0);
        String options = arguments.isEmpty() ? "" : arguments.remove(0);
        if (!arguments.isEmpty()
                || !pid.matches("\\d*")
                || (command.equals("detach") && !options.isEmpty())) {
            throw new CommandException(CommandException.USAGE, usage());
        }
        switch (command) {
            case "attach":
                requireModules("or start the JobManager with -javaagent:" + jar());
                attach(pid, options);
                break;
            case "detach":
                requireModules("or use the operation detach over HTTP");
                detach(pid);
                break;
            case "--help":
            case "-h":
            case "help":
                out.println(usage());
                break;
            default:
                throw new CommandException(CommandException.USAGE, usage());
        }
    }

    private static void requireModules(String otherWay) throws CommandException {
        String fault = RuntimeModules.fault(RuntimeModules.ATTACH, RuntimeModules.REMOTE_JMX);
        if (!fault.isEmpty()) {
            throw new CommandException(
                    CommandException.FAILED,
                    "Other JVMs cannot be reached: "
                            + fault
                            + "; nothing was done. Run this on a JDK, "
                            + otherWay);
        }
    }

    private void attach(String pid, String options)
            throws CommandException, AttachException, IOException {
        RunningJvm target = target(pid);
        if (target.kind() == JvmKind.TASK_MANAGER || target.kind() == JvmKind.OTHER_FLINK) {
            throw new CommandException(
                    CommandException.USAGE,
                    "JVM "
                            + target.pid()
                            + " is a "
                            + target.mainClass()
                            + ", not a JobManager; nothing was done");
        }
        try (AttachedJvm jvm = AttachedJvm.to(target.pid(), ofAnyUser)) {
            String mainClass = target.mainClass().isEmpty() ? "unknown" : target.mainClass();
            String java = jvm.systemProperty("java.version").orElse("unknown");
            out.println("JVM " + jvm.pid() + ": " + mainClass + ", Java " + java);
            String there = versionThere(jvm);
            if (there.isEmpty()) {
                load(jvm, options);
            } else if (there.equals(version())) {
                out.println("The agent is there already; nothing was done.");
            } else {
                throw new CommandException(
                        CommandException.USAGE,
                        "ckptctl "
                                + there
                                + " is in JVM "
                                + jvm.pid()
                                + " already; nothing was done. Take it out first, with the jar of that"
                                + " version: java -jar ckptctl-agent-"
                                + there
                                + ".jar detach "
                                + jvm.pid()
                                + ". To go from "
                                + there
                                + " to "
                                + version()
                                + " in one JVM for good, restart it with the newer jar");
            }
            report(jvm);
        }
    }

    /**
     * Returns the version of the agent that is in the JVM; empty if none is. One that starts or
     * leaves at this moment has no bean: it is waited for.
     */
    private static String versionThere(AttachedJvm jvm) throws AttachException, IOException {
        if (jvm.systemProperty(AgentProperties.VERSION).isEmpty()) {
            return "";
        }
        try (AttachedAgent agent = new AttachedAgent(jvm)) {
            if (agent.isInJobManager()) {
                AttachedAgent.await(START, () -> agent.isThere() || !agent.isStarted());
            }
        }
        return jvm.systemProperty(AgentProperties.VERSION).orElse("");
    }

    private void load(AttachedJvm jvm, String options)
            throws CommandException, AttachException, IOException {
        try (AttachedAgent agent = new AttachedAgent(jvm)) {
            if (!agent.isInJobManager()) {
                throw new CommandException(
                        CommandException.USAGE,
                        "There is no JobManager in JVM "
                                + jvm.pid()
                                + ", which has not loaded "
                                + AttachedJvm.JOB_MANAGER
                                + " so far; nothing was done");
            }
            out.println("Loads ckptctl " + version() + " from " + jar() + ". No job is restarted.");
            long start = System.nanoTime();
            jvm.load(jar(), options);
            AttachedAgent.await(START, () -> agent.isThere() || !agent.isStarted());
            if (!agent.isThere()) {
                throw new CommandException(CommandException.FAILED, agent.whyNotThere());
            }
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            requireThisVersion(agent.bean().getVersion(), jvm.pid());
            out.println("Done after " + millis + " ms. Running jobs show at their next heartbeat.");
            AttachedAgent.await(HEARTBEAT, () -> false);
        }
    }

    /**
     * Rejects an agent of another version: the classes that Flink's code calls stay in a JVM, and
     * they start the agent that they came with.
     */
    private static void requireThisVersion(String atWork, String pid) throws CommandException {
        if (!atWork.equals(version())) {
            throw new CommandException(
                    CommandException.FAILED,
                    "JVM "
                            + pid
                            + " has had ckptctl "
                            + atWork
                            + " before: that one is at work again, not "
                            + version()
                            + ". Restart the JVM with the newer jar to change the version");
        }
    }

    private void report(AttachedJvm jvm) throws AttachException, IOException {
        try (AttachedAgent agent = new AttachedAgent(jvm)) {
            if (agent.isThere()) {
                agent.report(out);
            } else {
                out.println("It has no bean: no JobManager was found in that JVM so far.");
            }
        }
    }

    private void detach(String pid) throws CommandException, AttachException, IOException {
        RunningJvm target = target(pid);
        try (AttachedJvm jvm = AttachedJvm.to(target.pid(), ofAnyUser);
                AttachedAgent agent = new AttachedAgent(jvm)) {
            if (!agent.isThere()) {
                out.println("No agent is at work in JVM " + jvm.pid() + "; nothing was done.");
                return;
            }
            try {
                agent.bean().detach();
            } catch (SecurityException e) {
                throw new CommandException(CommandException.FAILED, String.valueOf(e.getMessage()));
            }
            if (!AttachedAgent.await(START, () -> !agent.isThere() && !agent.isStarted())) {
                throw new CommandException(
                        CommandException.FAILED,
                        "The agent in JVM " + jvm.pid() + " has not gone; its log says why");
            }
            out.println(
                    "Jobs in JVM "
                            + jvm.pid()
                            + " run on with their submitted settings; the agent is out.");
        }
    }

    /** Returns the JVM of that process id, or without one the only JobManager. */
    private RunningJvm target(String pid) throws CommandException {
        if (!pid.isEmpty()) {
            return RunningJvm.of(pid);
        }
        VisibleJvms visible = VisibleJvms.now();
        List<RunningJvm> found = visible.jobManagers(ofAnyUser);
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new CommandException(
                CommandException.USAGE,
                found.isEmpty()
                        ? "Nothing was done: "
                                + visible.withoutJobManager()
                                + ". Run this as Flink's user, in its container; a JobManager that a"
                                + " class of its own starts can be named by its pid"
                        : "There are "
                                + found.size()
                                + " JobManagers; name one of them by its pid:"
                                + System.lineSeparator()
                                + found.stream()
                                        .map(jvm -> "  " + jvm)
                                        .collect(Collectors.joining(System.lineSeparator())));
    }

    private static String usage() {
        return String.join(
                System.lineSeparator(),
                "ckptctl agent " + version(),
                "  java -jar " + jar().getFileName() + " attach [pid] [key=value,...]",
                "      puts the agent into a JobManager that runs; without a pid into the only one",
                "  java -jar " + jar().getFileName() + " detach [pid]",
                "      takes it out again; jobs run on with their submitted settings",
                "      --other-user: also where the JobManager is another user's, whom this command then",
                "      trusts with its own rights",
                "  java -jar " + jar().getFileName() + " hash-password <name> <role>",
                "  java -jar " + jar().getFileName() + " hash-token <name> <role>",
                "      make a line of the users file; the secret is asked for",
                "To start it with the JobManager add -javaagent:" + jar(),
                "to its JVM options (env.java.opts.jobmanager).");
    }

    private static String version() {
        return String.valueOf(AttachMain.class.getPackage().getImplementationVersion());
    }

    private static Path jar() {
        try {
            return Paths.get(
                    AttachMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the jar's place cannot be found", e);
        }
    }
}
