// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import org.jspecify.annotations.Nullable;

import javax.management.ObjectName;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Where the HTTP endpoint listens and what it lets be read, beside what is always so.
 *
 * <p>Immutable; {@link #defaults()} is secure, every {@code with} answers a changed copy. Any
 * thread.
 */
public final class JolokiaOptions {

    private static final JolokiaOptions DEFAULTS =
            new JolokiaOptions("127.0.0.1", 8778, null, List.of(), List.of(), false);

    private final String host;
    private final int port;
    private final @Nullable Path tokenFile;
    private final List<ObjectName> readable;
    private final List<String> allowedHosts;
    private final boolean plainRemoteAllowed;

    private JolokiaOptions(
            String host,
            int port,
            @Nullable Path tokenFile,
            List<ObjectName> readable,
            List<String> allowedHosts,
            boolean plainRemoteAllowed) {
        this.host = host;
        this.port = port;
        this.tokenFile = tokenFile;
        this.readable = readable;
        this.allowedHosts = allowedHosts;
        this.plainRemoteAllowed = plainRemoteAllowed;
    }

    /** Returns 127.0.0.1, port 8778, a new token in the temporary directory, our beans only. */
    public static JolokiaOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Sets the address to listen on; one beyond loopback also needs {@link #withPlainRemote}.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public JolokiaOptions withHost(String newHost) {
        if (newHost.isBlank()) {
            throw new IllegalArgumentException("jolokia.host is blank");
        }
        return new JolokiaOptions(
                newHost.trim(), port, tokenFile, readable, allowedHosts, plainRemoteAllowed);
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
        return new JolokiaOptions(
                host, newPort, tokenFile, readable, allowedHosts, plainRemoteAllowed);
    }

    /**
     * Sets the file of the token, null for {@code <java.io.tmpdir>/ckptctl-<pid>.token}. A file
     * that is there already holds the token to use; otherwise it is made, and goes at the end.
     */
    public JolokiaOptions withTokenFile(@Nullable Path newTokenFile) {
        return new JolokiaOptions(
                host, port, newTokenFile, readable, allowedHosts, plainRemoteAllowed);
    }

    /** Sets the names, or patterns of names, of further beans that may be read, never written. */
    public JolokiaOptions withReadable(List<ObjectName> newReadable) {
        return new JolokiaOptions(
                host, port, tokenFile, List.copyOf(newReadable), allowedHosts, plainRemoteAllowed);
    }

    /** Sets further host names, without port, under which clients may address the endpoint. */
    public JolokiaOptions withAllowedHosts(List<String> newAllowedHosts) {
        return new JolokiaOptions(
                host, port, tokenFile, readable, List.copyOf(newAllowedHosts), plainRemoteAllowed);
    }

    /** Sets whether to listen beyond loopback although the token then crosses the net in clear. */
    public JolokiaOptions withPlainRemote(boolean newPlainRemoteAllowed) {
        return new JolokiaOptions(
                host, port, tokenFile, readable, allowedHosts, newPlainRemoteAllowed);
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

    /** Returns the names or patterns of further beans that may be read. */
    public List<ObjectName> readable() {
        return readable;
    }

    /** Returns further host names under which clients may address the endpoint. */
    public List<String> allowedHosts() {
        return allowedHosts;
    }

    /** Returns whether plain HTTP may go beyond loopback. */
    public boolean isPlainRemoteAllowed() {
        return plainRemoteAllowed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof JolokiaOptions)) {
            return false;
        }
        JolokiaOptions that = (JolokiaOptions) other;
        return host.equals(that.host)
                && port == that.port
                && Objects.equals(tokenFile, that.tokenFile)
                && readable.equals(that.readable)
                && allowedHosts.equals(that.allowedHosts)
                && plainRemoteAllowed == that.plainRemoteAllowed;
    }

    @Override
    public int hashCode() {
        return Objects.hash(host, port, tokenFile, readable, allowedHosts, plainRemoteAllowed);
    }

    @Override
    public String toString() {
        return "host="
                + host
                + ", port="
                + port
                + ", tokenFile="
                + tokenFile
                + ", readable="
                + readable
                + ", allowedHosts="
                + allowedHosts
                + ", allowPlainRemote="
                + plainRemoteAllowed;
    }
}
