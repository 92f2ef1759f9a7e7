// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import org.junit.jupiter.api.Test;

import javax.management.ObjectName;

import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JolokiaOptionsTest {

    @Test
    void isSecureByDefault() {
        // when
        JolokiaOptions options = JolokiaOptions.defaults();

        // then
        assertThat(options.host()).isEqualTo("127.0.0.1");
        assertThat(options.port()).isEqualTo(8778);
        assertThat(options.tokenFile()).isNull();
        assertThat(options.readable()).isEmpty();
        assertThat(options.isPlainRemoteAllowed()).isFalse();
    }

    @Test
    void changesOnlyCopies() throws Exception {
        // given
        ObjectName memory = new ObjectName("java.lang:type=Memory");

        // when
        JolokiaOptions changed =
                JolokiaOptions.defaults()
                        .withHost("::1")
                        .withPort(0)
                        .withTokenFile(Path.of("token"))
                        .withReadable(List.of(memory))
                        .withAllowedHosts(List.of("flink"))
                        .withPlainRemote(true);

        // then
        assertThat(changed.host()).isEqualTo("::1");
        assertThat(changed.readable()).containsExactly(memory);
        assertThat(changed).isNotEqualTo(JolokiaOptions.defaults());
        assertThat(changed.withPort(1).withPort(0)).isEqualTo(changed).hasSameHashCodeAs(changed);
        assertThat(JolokiaOptions.defaults().port()).isEqualTo(8778);
    }

    @Test
    void rejectsWhatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JolokiaOptions.defaults().withPort(65536))
                .withMessageContaining("jolokia.port=65536");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JolokiaOptions.defaults().withHost(" "))
                .withMessageContaining("jolokia.host");
    }
}
