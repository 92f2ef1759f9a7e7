// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.json;

import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.BigInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StrictJsonParserTest {

    @Test
    void readsWhatJsonHas() {
        // when
        Object value =
                StrictJsonParser.parse(
                        " {\"a\" : [1, -2.50, true,false,null, \"\\u0041\\n\\\"é\"] , \"b\":{}} ");

        // then
        JSONArray list = new JSONArray();
        list.add(1L);
        list.add(new BigDecimal("-2.50"));
        list.add(true);
        list.add(false);
        list.add(null);
        list.add("A\n\"é");
        assertThat((JSONObject) value).containsEntry("a", list).containsKey("b").hasSize(2);
    }

    @Test
    void distinguishesNumbers() {
        assertThat(StrictJsonParser.parse("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(StrictJsonParser.parse("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(StrictJsonParser.parse("9223372036854775808"))
                .isEqualTo(new BigInteger("9223372036854775808"));
        assertThat(StrictJsonParser.parse("1.0")).isInstanceOf(BigDecimal.class);
        assertThat(StrictJsonParser.parse("1e5")).isInstanceOf(BigDecimal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tru",
                "True",
                "NaN",
                "Infinity",
                "01",
                "-",
                "+1",
                "1.",
                ".5",
                "1e",
                "1e99999999999",
                "0x10",
                "111111111111111111111",
                "1.1111111111111111111",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u+123\"",
                "\"\t\"",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "{\"a\":1,}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "[{\"b\":{\"a\":1,\"a\":1}}]",
                "1 1",
                "// c\n1",
                "\ufeff1"
            })
    void rejectsEverythingElse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJsonParser.parse(text))
                .withMessageStartingWith("not acceptable JSON at character ");
    }

    @Test
    void goesNoDeeperThanSixteen() {
        assertThat(StrictJsonParser.parse("[".repeat(16) + "]".repeat(16)))
                .isInstanceOf(JSONArray.class);
        for (int depth : new int[] {17, 60_000}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StrictJsonParser.parse("[".repeat(depth)))
                    .withMessageContaining("deeper than 16");
        }
    }
}
