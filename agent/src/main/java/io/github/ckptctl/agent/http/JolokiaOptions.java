// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import io.github.ckptctl.agent.http.tls.TlsOptions;
import org.jspecify.annotations.Nullable;

import javax.management.ObjectName;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Options of the HTTP endpoint: the address it listens on, who may log in and what may be read,
 * besides what always applies.
 *
 * <p>Immutable; {@link #defaults()} is secure, every {@code with} method returns a changed copy.
 * Any thread.
 */
public final class JolokiaOptions {

    private static final JolokiaOptions DEFAULTS = new JolokiaOptions(new Draft());

    private final String host;
    private final int port;
    private final @Nullable Path tokenFile;
    private final @Nullable Path usersFile;
    private final boolean groupMayRead;
    private final @Nullable TlsOptions tls;
    private final List<ObjectName> readable;
    private final List<String> allowedHosts;
    private final List<String> allowedOrigins;
    private final boolean plainRemoteAllowed;
    private final boolean textValues;

    private JolokiaOptions(Draft draft) {
        host = draft.host;
        port = draft.port;
        tokenFile = draft.tokenFile;
        usersFile = draft.usersFile;
        groupMayRead = draft.groupMayRead;
        tls = draft.tls;
        readable = draft.readable;
        allowedHosts = draft.allowedHosts;
        allowedOrigins = draft.allowedOrigins;
        plainRemoteAllowed = draft.plainRemoteAllowed;
        textValues = draft.textValues;
    }

    /**
     * Returns the defaults: 127.0.0.1, port 8778, a new token in the temporary directory, our beans
     * only.
     */
    public static JolokiaOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Sets the address to listen on. One beyond loopback also needs a token file or a users file,
     * and TLS or {@link #withPlainRemote}.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public JolokiaOptions withHost(String newHost) {
        if (newHost.isBlank()) {
            throw new IllegalArgumentException("jolokia.host is blank");
        }
        Draft draft = new Draft(this);
        draft.host = newHost.trim();
        return new JolokiaOptions(draft);
    }

    /**
     * Sets the port to listen on, 0 for any free one.
     *
     * @throws IllegalArgumentException if it is not 0 to 65535
     */
    public JolokiaOptions withPort(int newPort) {
        if (newPort < 0 || newPort > 65535) {
            throw new IllegalArgumentException("jolokia.port=" + newPort + " is not 0 to 65535");
        }
        Draft draft = new Draft(this);
        draft.port = newPort;
        return new JolokiaOptions(draft);
    }

    /**
     * Sets the file of the token, null for {@code <java.io.tmpdir>/ckptctl-<pid>.token}. A file
     * that exists already contains the token to use; otherwise it is created, and deleted at the
     * end.
     */
    public JolokiaOptions withTokenFile(@Nullable Path newTokenFile) {
        Draft draft = new Draft(this);
        draft.tokenFile = newTokenFile;
        return new JolokiaOptions(draft);
    }

    /**
     * Sets the file of the users who may log in, and their roles; then there is no token unless its
     * file is named.
     */
    public JolokiaOptions withUsersFile(@Nullable Path newUsersFile) {
        Draft draft = new Draft(this);
        draft.usersFile = newUsersFile;
        return new JolokiaOptions(draft);
    }

    /**
     * Sets whether the group of a file with secrets may read it, as is necessary for a mounted one.
     */
    public JolokiaOptions withGroupMayRead(boolean newGroupMayRead) {
        Draft draft = new Draft(this);
        draft.groupMayRead = newGroupMayRead;
        return new JolokiaOptions(draft);
    }

    /** Sets the files for TLS, null for no TLS. */
    public JolokiaOptions withTls(@Nullable TlsOptions newTls) {
        Draft draft = new Draft(this);
        draft.tls = newTls;
        return new JolokiaOptions(draft);
    }

    /** Sets the names, or patterns of names, of further beans that may be read, never written. */
    public JolokiaOptions withReadable(List<ObjectName> newReadable) {
        Draft draft = new Draft(this);
        draft.readable = List.copyOf(newReadable);
        return new JolokiaOptions(draft);
    }

    /** Sets further host names, without port, under which clients may address the endpoint. */
    public JolokiaOptions withAllowedHosts(List<String> newAllowedHosts) {
        Draft draft = new Draft(this);
        draft.allowedHosts = List.copyOf(newAllowedHosts);
        return new JolokiaOptions(draft);
    }

    /**
     * Sets the origins of web pages that may use the endpoint, {@code https://console.example} for
     * example.
     *
     * @throws IllegalArgumentException if one is not an origin; there is no wildcard for all of
     *     them
     */
    public JolokiaOptions withAllowedOrigins(List<String> newAllowedOrigins) {
        Draft draft = new Draft(this);
        List<String> origins = new ArrayList<>();
        newAllowedOrigins.forEach(
                origin -> origins.add(PageCheck.origin("jolokia.allowedOrigins", origin)));
        draft.allowedOrigins = List.copyOf(origins);
        return new JolokiaOptions(draft);
    }

    /**
     * Sets whether to listen beyond loopback although logins then cross the network in plain text.
     */
    public JolokiaOptions withPlainRemote(boolean newPlainRemoteAllowed) {
        Draft draft = new Draft(this);
        draft.plainRemoteAllowed = newPlainRemoteAllowed;
        return new JolokiaOptions(draft);
    }

    /** Sets whether a string may spell a number or a boolean where one is declared. */
    public JolokiaOptions withTextValues(boolean newTextValues) {
        Draft draft = new Draft(this);
        draft.textValues = newTextValues;
        return new JolokiaOptions(draft);
    }

    /** Returns the address to listen on. */
    public String host() {
        return host;
    }

    /** Returns the port to listen on, 0 for any free one. */
    public int port() {
        return port;
    }

    /** Returns the file of the token, or null for the default one. */
    public @Nullable Path tokenFile() {
        return tokenFile;
    }

    /** Returns the users file, or null if there is none. */
    public @Nullable Path usersFile() {
        return usersFile;
    }

    /** Returns whether the group of a file with secrets may read it. */
    public boolean isGroupMayRead() {
        return groupMayRead;
    }

    /** Returns the files for TLS, or null for no TLS. */
    public @Nullable TlsOptions tls() {
        return tls;
    }

    /** Returns the names or patterns of further beans that may be read. */
    public List<ObjectName> readable() {
        return readable;
    }

    /** Returns further host names under which clients may address the endpoint. */
    public List<String> allowedHosts() {
        return allowedHosts;
    }

    /** Returns the origins of web pages that may use the endpoint, in lower case. */
    public List<String> allowedOrigins() {
        return allowedOrigins;
    }

    /** Returns whether plain HTTP may go beyond loopback. */
    public boolean isPlainRemoteAllowed() {
        return plainRemoteAllowed;
    }

    /** Returns whether a string may spell a number or a boolean where one is declared. */
    public boolean isTextValues() {
        return textValues;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JolokiaOptions
                && values().equals(((JolokiaOptions) other).values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    @Override
    public String toString() {
        return values().toString();
    }

    private List<@Nullable Object> values() {
        return Arrays.asList(
                host,
                port,
                tokenFile,
                usersFile,
                groupMayRead,
                tls,
                readable,
                allowedHosts,
                allowedOrigins,
                plainRemoteAllowed,
                textValues);
    }

    /** Mutable draft of the options. */
    private static final class Draft {
        private String host = "127.0.0.1";
        private int port = 8778;
        private @Nullable Path tokenFile;
        private @Nullable Path usersFile;
        private boolean groupMayRead;
        private @Nullable TlsOptions tls;
        private List<ObjectName> readable = List.of();
        private List<String> allowedHosts = List.of();
        private List<String> allowedOrigins = List.of();
        private boolean plainRemoteAllowed;
        private boolean textValues;

        Draft() {}

        Draft(JolokiaOptions options) {
            host = options.host;
            port = options.port;
            tokenFile = options.tokenFile;
            usersFile = options.usersFile;
            groupMayRead = options.groupMayRead;
            tls = options.tls;
            readable = options.readable;
            allowedHosts = options.allowedHosts;
            allowedOrigins = options.allowedOrigins;
            plainRemoteAllowed = options.plainRemoteAllowed;
            textValues = options.textValues;
        }
    }
}
