// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import io.github.ckptctl.cli.remote.AgentSearch;
import io.github.ckptctl.cli.remote.Agents;
import io.github.ckptctl.cli.remote.FileText;
import io.github.ckptctl.cli.remote.Login;
import io.github.ckptctl.cli.remote.Tls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Options that select the agent and define how to reach it. A secret is never an argument. */
final class AgentOptions {

    private static final Pattern LOOPBACK =
            Pattern.compile("^(http://)?(localhost|127\\.[0-9.]+|\\[::1])(:|/|$)");

    @Option(
            names = "--url",
            paramLabel = "URL",
            split = ",",
            description =
                    "The agent's address, http://host:8778/jolokia/; several with commas between, of"
                            + " JobManagers of which one leads. Environment: CKPTCTL_URL.")
    private List<String> urls = new ArrayList<>();

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description =
                    "The JobManager's process on this machine. Without --url and --pid, the only one"
                            + " here that has the agent.")
    private @Nullable String pid;

    @Option(
            names = "--other-user",
            description =
                    "Also JobManagers here that run as another user, who is then trusted with the rights"
                            + " of this one.")
    private boolean isOtherUserTrusted;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "Where the agent's token is. Environment: CKPTCTL_TOKEN_FILE, or CKPTCTL_TOKEN with"
                            + " the token itself.")
    private @Nullable Path tokenFile;

    @Option(names = "--user", paramLabel = "NAME", description = "Who logs in, instead of a token.")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Where that user's password is. Environment: CKPTCTL_PASSWORD.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Certificates of whom to trust over https, in PEM or DER.")
    private @Nullable Path authorities;

    @Option(
            names = "--client-certificate",
            paramLabel = "FILE",
            description = "A key store (PKCS12 or JKS) with the certificate and key to come with.")
    private @Nullable Path certificate;

    @Option(
            names = "--client-certificate-password-file",
            paramLabel = "FILE",
            description = "Where that file's password is.")
    private @Nullable Path certificatePasswordFile;

    Agents connect() {
        if (pid != null) {
            if (!urls.isEmpty()) {
                throw new CliException(ExitCode.USAGE, "--url and --pid exclude each other");
            }
            return AgentSearch.inJvm(pid, isOtherUserTrusted);
        }
        List<String> addresses = addresses();
        return addresses.isEmpty()
                ? AgentSearch.here(isOtherUserTrusted)
                : AgentSearch.at(addresses, login(), tls());
    }

    /** Returns the addresses given on the command line, otherwise those in the environment. */
    List<String> addresses() {
        return urls.isEmpty() && pid == null && isSet("CKPTCTL_URL")
                ? List.of(Arguments.environment("CKPTCTL_URL").split(",", -1))
                : urls;
    }

    /** Returns the addresses to which a secret would be sent over the network in clear text. */
    List<String> inClear() {
        List<String> clear =
                addresses().stream()
                        .filter(url -> !url.startsWith("https:"))
                        .filter(url -> !LOOPBACK.matcher(url).find())
                        .collect(Collectors.toList());
        return clear.isEmpty() || login().isNone() ? List.of() : clear;
    }

    /** Returns the given process id. */
    @Nullable String pid() {
        return pid;
    }

    /** Returns whether JVMs of other users may be attached to. */
    boolean isOtherUserTrusted() {
        return isOtherUserTrusted;
    }

    private Tls tls() {
        String password = certificatePasswordFile == null ? "" : secret(certificatePasswordFile);
        return new Tls(authorities, certificate, password);
    }

    private Login login() {
        if (user != null) {
            if (passwordFile == null && !isSet("CKPTCTL_PASSWORD")) {
                throw new CliException(
                        ExitCode.USAGE,
                        "--user needs --password-file or CKPTCTL_PASSWORD in the environment");
            }
            return Login.user(
                    user,
                    passwordFile == null
                            ? Arguments.environment("CKPTCTL_PASSWORD")
                            : secret(passwordFile));
        }
        if (tokenFile != null) {
            return Login.token(secret(tokenFile));
        }
        if (isSet("CKPTCTL_TOKEN")) {
            return Login.token(Arguments.environment("CKPTCTL_TOKEN"));
        }
        return isSet("CKPTCTL_TOKEN_FILE")
                ? Login.token(secret(Paths.get(Arguments.environment("CKPTCTL_TOKEN_FILE"))))
                : Login.none();
    }

    private static boolean isSet(String variable) {
        return !Arguments.environment(variable).isEmpty();
    }

    private static String secret(Path file) {
        try {
            String text = FileText.read(file).trim();
            if (!text.isEmpty() && text.indexOf('\n') < 0) {
                return text;
            }
            throw new CliException(ExitCode.USAGE, file + " does not hold one line with a secret");
        } catch (IOException e) {
            throw new CliException(ExitCode.USAGE, file + " cannot be read: " + FileText.reason(e));
        }
    }
}
