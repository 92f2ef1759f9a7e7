// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * JVM on this machine, as far as it is known from outside: from its performance data and, on Linux,
 * from its command line, its environment and its files. No request is sent to it, so it is visible
 * whether or not it can be attached to. Immutable.
 */
public final class RunningJvm {

    private static final String DEFAULT_PORT = "8778";
    private static final long LONGEST_OPTIONS = 1024 * 1024;

    private final String pid;
    private final ProcessFiles files;
    private final JavaCommand command;
    private final String mainClass;

    private RunningJvm(String pid, String displayName) {
        this.pid = pid;
        this.files = ProcessFiles.of(pid);
        List<String> words = files.commandLine();
        this.command = JavaCommand.of(words, files.environment(), this::text);
        // performance data may belong to a process with this id in another container
        String first = JavaCommand.isJava(words) ? command.mainClass() : "";
        this.mainClass = ForeignText.shown(first.isEmpty() ? displayName.split(" ", 2)[0] : first);
    }

    /**
     * Returns the JVM of a process id.
     *
     * @param displayName its command line according to its performance data, or empty
     */
    static RunningJvm of(String pid, String displayName) {
        return new RunningJvm(pid, displayName);
    }

    /** Returns the JVM of a process id, whether or not it is listed among others. */
    public static RunningJvm of(String pid) {
        RunningJvm jvm = of(pid, "");
        return jvm.mainClass.isEmpty() ? of(pid, PerformanceData.commandOf(pid)) : jvm;
    }

    /** Returns the content of a file of options; another user could name a file without an end. */
    private String text(String file) {
        try {
            Path path = files.file(file).orElse(null);
            return path != null && Files.isRegularFile(path) && Files.size(path) <= LONGEST_OPTIONS
                    ? new String(Files.readAllBytes(path), Charset.defaultCharset())
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns its process id. */
    public String pid() {
        return pid;
    }

    /** Returns its kind, by its main class. */
    public JvmKind kind() {
        return JvmKind.of(mainClass);
    }

    /** Returns the class or jar it was started with, empty if that is hidden. */
    public String mainClass() {
        return mainClass;
    }

    /** Returns whether it runs as the same user as this process, if the system reports it. */
    public boolean isOfThisUser() {
        return Owner.of(pid).map(Owner.own()::equals).orElse(true);
    }

    /** Returns the Java agents it was started with, empty if the system hides them. */
    public List<AgentOption> agents() {
        return agentsAmong(command.options());
    }

    /** Returns the Java agents among the options that it reports as its own. */
    public List<AgentOption> agentsAmong(List<String> options) {
        return options.stream()
                .filter(option -> option.startsWith(AgentOption.PREFIX))
                .map(option -> AgentOption.of(option, files))
                .collect(Collectors.toList());
    }

    /** Returns the directory of its configuration, if it was passed as Flink's scripts do. */
    public Optional<Path> flinkConfiguration() {
        List<String> arguments = command.main();
        int option = Math.max(arguments.indexOf("--configDir"), arguments.lastIndexOf("-c"));
        return option < 0 || option + 1 >= arguments.size()
                ? Optional.empty()
                : files.file(arguments.get(option + 1));
    }

    /** Returns whether a directory of jars is on its class path. */
    public boolean hasOnClassPath(Path directory) {
        String prefix = directory + "/";
        return command.options().stream()
                .flatMap(option -> Stream.of(option.split("[:=]")))
                .anyMatch(entry -> entry.startsWith(prefix));
    }

    /** Returns the file of the agent's token as this process reaches it, if it is visible. */
    public Optional<Path> tokenFile() {
        String named = agentOption("jolokia.tokenFile", "CKPTCTL_JOLOKIA_TOKENFILE");
        if (!named.isEmpty()) {
            return files.file(named).filter(Files::exists);
        }
        String temporary = command.valueOf("-Djava.io.tmpdir=");
        return files.file(temporary.isEmpty() ? "/tmp" : temporary).flatMap(this::tokenIn);
    }

    private Optional<Path> tokenIn(Path directory) {
        String name = Pattern.quote("ckptctl-" + files.ownPid()) + "(-[A-Za-z0-9-]*)?\\.token";
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(file -> String.valueOf(file.getFileName()).matches(name))
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(this::isOfItsUser)
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private boolean isOfItsUser(Path file) {
        try {
            Object owner = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            return files.user().map(String.valueOf(owner)::equals).orElse(true);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /**
     * Returns the options with which a command reaches its agent over HTTP, without attaching;
     * empty if nothing indicates that it has one.
     */
    public Optional<String> overHttp() {
        Optional<Path> token = tokenFile();
        boolean isIn = agents().stream().anyMatch(each -> each.jar() == AgentOption.Jar.OURS);
        if (token.isEmpty() && !isIn) {
            return Optional.empty();
        }
        String port = agentOption("jolokia.port", "CKPTCTL_JOLOKIA_PORT");
        String url =
                "--url http://127.0.0.1:"
                        + (port.matches("[1-9]\\d*") ? port : DEFAULT_PORT)
                        + "/jolokia/";
        return Optional.of(
                token.filter(Files::isReadable)
                        .map(file -> ForeignText.shown(url + " --token-file " + file))
                        .orElse(url));
    }

    /**
     * Returns whether the agent may be in it, as far as it is known from outside: in a JobManager,
     * and in a JVM with another main class if a token or an option indicates it.
     */
    public boolean mayHaveAgent() {
        return kind() == JvmKind.JOB_MANAGER
                || (kind() == JvmKind.UNKNOWN && overHttp().isPresent());
    }

    /** Returns the value of one of the agent's options, from the arguments or the environment. */
    private String agentOption(String key, String variable) {
        Pattern pattern = Pattern.compile("(?:^|,)" + Pattern.quote(key) + "=([^,]+)");
        for (AgentOption agent : agents()) {
            Matcher value = pattern.matcher(agent.options());
            if (value.find()) {
                return value.group(1);
            }
        }
        Map<String, String> environment = files.environment();
        return environment.getOrDefault(variable, "");
    }

    ProcessFiles files() {
        return files;
    }

    /** Returns whether a flag of the JVM was switched on, by its options. */
    boolean isOn(String flag) {
        return command.isOn(flag);
    }

    @Override
    public String toString() {
        Optional<Owner> owner = isOfThisUser() ? Optional.empty() : Owner.of(pid);
        return pid
                + "  "
                + (mainClass.isEmpty() ? "(hidden)" : mainClass)
                + owner.map(other -> ", of " + other).orElse("");
    }
}
