// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import io.github.ckptctl.attach.RuntimeModules;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.stream.Collectors;

/** Search for the agents that a command addresses. */
public final class AgentSearch {

    private AgentSearch() {}

    /** Returns agents by their addresses. */
    public static Agents at(List<String> urls, Login login, Tls tls) {
        String fault = RuntimeModules.fault("java.net.http");
        if (!fault.isEmpty()) {
            throw new CliException(
                    ExitCode.NO_CONNECTION,
                    "Addresses cannot be reached: "
                            + fault
                            + ". Run the command on another Java, or on the JobManager's machine with"
                            + " --pid");
        }
        List<URI> addresses = urls.stream().map(AgentSearch::uri).collect(Collectors.toList());
        HttpClient client =
                tls.client(addresses.stream().anyMatch(each -> each.getScheme().equals("https")));
        return new Agents(
                addresses.stream()
                        .map(each -> new JolokiaConnection(each, client, login))
                        .collect(Collectors.toList()));
    }

    /**
     * Returns the agent of a JVM on this machine.
     *
     * @param ofAnyUser whether it may be another user's
     */
    public static Agents inJvm(String pid, boolean ofAnyUser) {
        return new Agents(List.of(LocalJvm.connect(pid, ofAnyUser)));
    }

    /**
     * Returns the agent of the only JVM on this machine that has one.
     *
     * @param ofAnyUser whether it may be another user's
     * @throws CliException if there is none or more than one
     */
    public static Agents here(boolean ofAnyUser) {
        LocalJvm.requireAttach();
        List<LocalJvm> all =
                LocalJvm.all().stream().filter(LocalJvm::mayHaveAgent).collect(Collectors.toList());
        List<LocalJvm> own =
                all.stream().filter(LocalJvm::isOfThisUser).collect(Collectors.toList());
        List<LocalJvm> candidates = ofAnyUser || own.isEmpty() ? all : own;
        if (candidates.size() == 1) {
            return inJvm(candidates.get(0).pid(), ofAnyUser);
        }
        List<LocalJvm> found =
                candidates.stream()
                        .filter(jvm -> jvm.hasAgent(ofAnyUser))
                        .collect(Collectors.toList());
        if (found.size() == 1) {
            return inJvm(found.get(0).pid(), ofAnyUser);
        }
        throw notOne(candidates, found, ofAnyUser);
    }

    private static CliException notOne(
            List<LocalJvm> candidates, List<LocalJvm> found, boolean ofAnyUser) {
        if (candidates.isEmpty()) {
            return new CliException(
                    ExitCode.NO_CONNECTION,
                    LocalJvm.withoutJobManager()
                            + "; name one elsewhere with --url, or let 'ckptctl doctor' look");
        }
        return new CliException(
                ExitCode.NO_CONNECTION,
                found.isEmpty()
                        ? "in none of these JobManagers the agent is found; name one with --pid, or let"
                                + " 'ckptctl doctor' look:"
                        : "several JobManagers here have the agent; name one with --pid:",
                (found.isEmpty() ? candidates : found)
                        .stream()
                                .map(jvm -> "  " + jvm + obstacle(jvm, ofAnyUser))
                                .collect(Collectors.toList()));
    }

    private static String obstacle(LocalJvm jvm, boolean ofAnyUser) {
        return jvm.obstacle(ofAnyUser)
                .map(found -> ": " + found.cause() + ". " + found.remedy())
                .orElse("");
    }

    private static URI uri(String url) {
        try {
            URI uri = URI.create(url.contains("://") ? url : "http://" + url);
            if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
                String path = uri.getPath();
                return path.isEmpty() || path.equals("/") ? uri.resolve("/jolokia/") : uri;
            }
        } catch (IllegalArgumentException e) {
            // reported below
        }
        throw new CliException(
                ExitCode.USAGE,
                "'"
                        + url
                        + "' is no address; write http://host:8778/jolokia/ or https://host:8778/jolokia/");
    }
}
