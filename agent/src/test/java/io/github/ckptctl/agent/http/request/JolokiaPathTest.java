// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class JolokiaPathTest {

    @Test
    void cutsAtSlashesThatAreNotEscaped() throws Exception {
        // given
        URI address = URI.create("/jolokia/read/a:b=c!/d!!/x%20y/!%22");

        // then
        assertThat(JolokiaPath.segments(address)).containsExactly("read", "a:b=c/d!", "x y", "\"");
    }

    @Test
    void joinsWhatItCut() throws Exception {
        // given
        List<String> segments = List.of("a/b", "c!", "d");

        // when
        String joined = JolokiaPath.join(segments);

        // then
        assertThat(joined).isEqualTo("a!/b/c!!/d");
        assertThat(JolokiaPath.segments(URI.create("/jolokia/" + joined))).isEqualTo(segments);
    }
}
