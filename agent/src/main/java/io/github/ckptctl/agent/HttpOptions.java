// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.JolokiaOptions;
import io.github.ckptctl.agent.http.tls.ClientAuth;
import io.github.ckptctl.agent.http.tls.TlsOptions;
import org.jspecify.annotations.Nullable;

import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Translation of the agent's options into those of the HTTP endpoint. */
final class HttpOptions {

    private HttpOptions() {}

    /**
     * Returns the options of the endpoint.
     *
     * @throws IllegalArgumentException if they contradict each other, or an option that restricts
     *     access is invalid: then the endpoint stays shut, rather than open with less protection
     *     than requested
     */
    static JolokiaOptions of(AgentOptions options) {
        JolokiaOptions http =
                JolokiaOptions.defaults()
                        .withHost(options.text("jolokia.host"))
                        .withPort(options.number("jolokia.port", 0, 65_535))
                        .withReadable(readable(options))
                        .withAllowedHosts(options.words("jolokia.allowedHosts"))
                        .withAllowedOrigins(origins(options))
                        .withPlainRemote(options.isTrue("jolokia.allowPlainRemote"))
                        .withTextValues(options.isTrue("jolokia.textValues"));
        return http.withTokenFile(path(options, "jolokia.tokenFile"))
                .withUsersFile(path(options, "jolokia.usersFile"))
                .withGroupMayRead(options.isTrue("jolokia.allowGroupReadable"))
                .withTls(tls(options));
    }

    private static @Nullable TlsOptions tls(AgentOptions options) {
        Path certificate = path(options, "jolokia.tls.certificate");
        Path key = path(options, "jolokia.tls.key");
        Path keystore = path(options, "jolokia.tls.keystore");
        Path passwordFile = path(options, "jolokia.tls.keystorePasswordFile");
        Path clientCa = path(options, "jolokia.tls.clientCa");
        ClientAuth clientAuth = clientAuth(options.text("jolokia.tls.clientAuth"));
        if ((clientCa == null) != (clientAuth == ClientAuth.NONE)) {
            throw new IllegalArgumentException(
                    "jolokia.tls.clientCa and jolokia.tls.clientAuth=optional or required need each"
                            + " other");
        }
        TlsOptions tls = null;
        if (certificate != null && key != null && keystore == null && passwordFile == null) {
            tls = TlsOptions.pem(certificate, key);
        } else if (keystore != null && passwordFile != null && certificate == null && key == null) {
            tls = TlsOptions.pkcs12(keystore, passwordFile);
        } else if (certificate != null || key != null || keystore != null || passwordFile != null) {
            throw new IllegalArgumentException(
                    "TLS needs either jolokia.tls.certificate and jolokia.tls.key, or"
                            + " jolokia.tls.keystore and jolokia.tls.keystorePasswordFile");
        }
        if (clientCa == null) {
            return tls;
        }
        if (tls == null) {
            throw new IllegalArgumentException(
                    "jolokia.tls.clientCa needs a certificate of the endpoint's own too:"
                            + " jolokia.tls.certificate or jolokia.tls.keystore");
        }
        return tls.withClients(clientCa, clientAuth);
    }

    private static ClientAuth clientAuth(String text) {
        for (ClientAuth auth : ClientAuth.values()) {
            if (auth.name().toLowerCase(Locale.ROOT).equals(text)) {
                return auth;
            }
        }
        throw new IllegalArgumentException(
                "jolokia.tls.clientAuth=" + text + " is not none, optional or required");
    }

    private static @Nullable Path path(AgentOptions options, String key) {
        String text = options.text(key);
        return text.isEmpty() ? null : Path.of(text);
    }

    private static List<String> origins(AgentOptions options) {
        List<String> origins = new ArrayList<>();
        for (String word : options.words("jolokia.allowedOrigins")) {
            try {
                JolokiaOptions.defaults().withAllowedOrigins(List.of(word));
                origins.add(word);
            } catch (IllegalArgumentException e) {
                options.faults().add(e.getMessage() + "; it is left out");
            }
        }
        return origins;
    }

    private static List<ObjectName> readable(AgentOptions options) {
        List<ObjectName> names = new ArrayList<>();
        for (String word : options.words("jolokia.readable")) {
            try {
                names.add(new ObjectName(word));
            } catch (MalformedObjectNameException e) {
                options.faults().add("jolokia.readable: '" + word + "' is no object name");
            }
        }
        return names;
    }
}
