// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.json;

import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

class JsonTextTest {

    @Test
    void everyTextIsReadBackAsItWas() {
        for (int character = 0; character <= Character.MAX_VALUE; character++) {
            String text = "a" + (char) character + "b";

            assertThat(StrictJsonParser.parse(JsonText.of(text))).isEqualTo(text);
        }
        assertThat(JsonText.of("\u001b[2J\n\"\\\u000b"))
                .isEqualTo("\"\\u001b[2J\\n\\\"\\\\\\u000b\"");
    }

    @Test
    void everyValueIsReadBackAsItWas() {
        // given
        JSONObject object = new JSONObject();
        object.put("a \"b\"\u0001", new JSONArray(Arrays.asList(1L, null, true, "x", -1L)));
        object.put("empty", new JSONArray());
        object.put("none", new JSONObject());
        object.put("large", BigInteger.TEN.pow(19));

        // then
        assertThat(StrictJsonParser.parse(JsonText.of(object))).isEqualTo(object);
    }

    @Test
    void whatIsNoNumberBecomesNull() {
        assertThat(JsonText.of(Arrays.asList(Double.NaN, Float.NEGATIVE_INFINITY, 1.5, 2f)))
                .isEqualTo("[null,null,1.5,2.0]");
    }
}
