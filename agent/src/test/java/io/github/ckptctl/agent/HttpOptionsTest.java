// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.JolokiaOptions;
import io.github.ckptctl.agent.http.tls.ClientAuth;
import io.github.ckptctl.agent.http.tls.TlsOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HttpOptionsTest {

    @Test
    void isWhatTheEndpointHasByDefault() {
        assertThat(HttpOptions.of(AgentOptions.of(null, Map.of())))
                .isEqualTo(JolokiaOptions.defaults());
    }

    @Test
    void takesEverythingThatThereIs() {
        // when
        AgentOptions options =
                AgentOptions.of(
                        "jolokia.usersFile=/users,jolokia.allowGroupReadable=true,"
                                + "jolokia.allowedOrigins=https://a:1;http://b,"
                                + "jolokia.tls.certificate=/crt,jolokia.tls.key=/key,"
                                + "jolokia.tls.clientCa=/ca,jolokia.tls.clientAuth=required",
                        Map.of());
        JolokiaOptions http = HttpOptions.of(options);

        // then
        assertThat(options.faults()).isEmpty();
        assertThat(http.usersFile()).isEqualTo(Path.of("/users"));
        assertThat(http.isGroupMayRead()).isTrue();
        assertThat(http.allowedOrigins()).containsExactly("https://a:1", "http://b");
        assertThat(http.tls())
                .isEqualTo(
                        TlsOptions.pem(Path.of("/crt"), Path.of("/key"))
                                .withClients(Path.of("/ca"), ClientAuth.REQUIRED));
    }

    @Test
    void takesAKeyStoreInsteadOfTwoFiles() {
        // when
        JolokiaOptions http =
                HttpOptions.of(
                        AgentOptions.of(
                                "jolokia.tls.keystore=/p12,jolokia.tls.keystorePasswordFile=/pw",
                                Map.of()));

        // then
        assertThat(http.tls()).isEqualTo(TlsOptions.pkcs12(Path.of("/p12"), Path.of("/pw")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "certificate=/crt",
                "key=/key",
                "keystore=/p12",
                "keystorePasswordFile=/pw",
                "certificate=/crt,jolokia.tls.keystorePasswordFile=/pw",
                "certificate=/crt,jolokia.tls.key=/key,jolokia.tls.keystore=/p12",
                "clientCa=/ca",
                "clientAuth=required",
                "clientCa=/ca,jolokia.tls.clientAuth=required",
                "clientAuth=maybe"
            })
    void opensNothingWithHalfOfWhatTlsNeeds(String tls) {
        // given
        AgentOptions options = AgentOptions.of("jolokia.tls." + tls, Map.of());

        // then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpOptions.of(options))
                .withMessageContaining("jolokia.tls.");
    }

    @Test
    void skipsInvalidOrigins() {
        // given
        AgentOptions options =
                AgentOptions.of("jolokia.allowedOrigins=*;https://console.example", Map.of());

        // when
        JolokiaOptions http = HttpOptions.of(options);

        // then
        assertThat(http.allowedOrigins()).containsExactly("https://console.example");
        assertThat(options.faults()).singleElement().asString().contains("'*'", "left out");
    }
}
