// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.PageCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class RestOptionsTest {

    private static final String CONSOLE = "https://console.example";

    @Test
    void allowsNoOriginByDefault() {
        // given
        AgentOptions options = AgentOptions.of(null, Map.of());

        // then
        assertThat(isWelcome(RestOptions.pages(options), CONSOLE)).isFalse();
        assertThat(options.faults()).isEmpty();
    }

    @Test
    void takesOriginsFromTheEnvironmentToo() {
        // given
        AgentOptions options =
                AgentOptions.of(
                        null,
                        Map.of("CKPTCTL_REST_ALLOWEDORIGINS", " http://a:1 ; " + CONSOLE + ";"));

        // then
        assertThat(isWelcome(RestOptions.pages(options), CONSOLE)).isTrue();
        assertThat(isWelcome(RestOptions.pages(options), "http://a:1")).isTrue();
        assertThat(options.faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "console.example",
                "https://a/",
                "https://*.example",
                "ftp://a"
            })
    void leavesOutWhatIsNoOriginAndSaysSo(String origin) {
        // given
        AgentOptions options =
                AgentOptions.of("rest.allowedOrigins=" + origin + ";" + CONSOLE, Map.of());

        // when
        PageCheck pages = RestOptions.pages(options);

        // then
        assertThat(isWelcome(pages, CONSOLE)).isTrue();
        assertThat(isWelcome(pages, origin)).isFalse();
        assertThat(options.faults())
                .singleElement()
                .asString()
                .contains("rest.allowedOrigins: '" + origin + "'", "it is left out");
    }

    @Test
    void letsTheRoutesChangeSomethingByDefault() {
        AgentOptions options = AgentOptions.of("debug=true,rest.enabled=true", Map.of());

        assertThat(RestOptions.whyReadOnly(options, "")).isEmpty();
        assertThat(options.opens(RestOptions.CONSOLE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rest.changes=false", "rest.changes=no", "rest.changes="})
    void closesChangesWhenConfiguredOrInvalid(String argument) {
        AgentOptions options = AgentOptions.of(argument, Map.of());

        assertThat(RestOptions.whyReadOnly(options, "")).isEqualTo("rest.changes=false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rest.change=false", "config=/no/such/file"})
    void closesChangesWhereTheOptionMayHaveBeenLost(String argument) {
        // when
        AgentOptions options = AgentOptions.of(argument, Map.of());
        AgentOptions certain = AgentOptions.of(argument + ",rest.changes=true", Map.of());

        // then
        assertThat(RestOptions.whyReadOnly(options, "")).contains("may have been lost");
        assertThat(RestOptions.whyReadOnly(certain, "")).isEmpty();
    }

    @Test
    void closesChangesWhereASecondStartHadTheOption() {
        AgentOptions options = AgentOptions.of(null, Map.of());

        assertThat(RestOptions.whyReadOnly(options, "rest.changes=false"))
                .contains("started a second time");
    }

    private static boolean isWelcome(PageCheck pages, String origin) {
        return pages.foreign(
                        name -> name.equals("Origin") ? List.of(origin) : List.of(),
                        "http://flink.example:8081")
                .isEmpty();
    }
}
