// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** Test that the output is read back as the same value by another parser. */
class YamlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "\"text\"",
                "null",
                "[]",
                "{}",
                "[1, -1, true, null, 2.5]",
                "{\"a\": 1, \"b\": \"no\", \"c\": [], \"d\": {}}",
                "[{\"a\": 1, \"b\": {\"c\": [1, {\"d\": 2}]}}, {\"a\": 2}]",
                "[[1, 2], [], [[3]]]",
                "{\"odd key: #\": 1, \"yes\": 2, \"7\": 3, \"\": 4}",
                "[\"- x\", \"a: b\", \"# c\", \"2026-11-21\", \"0x1\", \" blank \", \"\"]",
                "[\"quote \\\" back \\\\ slash\", \"line\\nbreak\\ttab\", \"\\u00fc\\u2028\\ud83d\\ude80\\u0001\"]"
            })
    void isReadBackAsItWas(String json) {
        // given
        JsonElement value = JsonParser.parseString(json);

        // when
        Object read = new Load(LoadSettings.builder().build()).loadFromString(Yaml.of(value));

        // then
        assertThat(new Gson().toJsonTree(read).toString()).isEqualTo(value.toString());
    }
}
