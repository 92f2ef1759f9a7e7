// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class OutputTest {

    private static final String HOSTILE =
            "SELECT\n*\tFROM \"t\"\u001b[2J\u009b31m\u202e\u2066\ufeff\u007f \u00fc \u65e5"
                    + " \ud83d\ude80 \udb40\udc01 \\u0041";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @EnumSource(names = {"JSON", "YAML"})
    void dataIsExactAndUtf8InEveryLocale(Format format) {
        // given
        JsonObject data = new JsonObject();
        data.addProperty("name", HOSTILE);

        // when
        output(format).data(data, List::of);

        // then
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(name(format, text)).isEqualTo(HOSTILE);
        assertThat(text).contains("\u65e5", "\ud83d\ude80");
        assertThat(text.codePoints())
                .noneMatch(each -> each != '\n' && each != '\r' && Escapes.isUnsafe(each));
    }

    private static Object name(Format format, String text) {
        if (format == Format.JSON) {
            return JsonParser.parseString(text).getAsJsonObject().get("name").getAsString();
        }
        Object yaml = new Load(LoadSettings.builder().build()).loadFromString(text);
        return ((Map<?, ?>) yaml).get("name");
    }

    @Test
    void aHalfOfACharacterIsKeptInJson() {
        // when
        JsonElement data = JsonParser.parseString("[\"a\\ud800b\"]");
        output(Format.JSON).piece(data, List::of);

        // then
        assertThat(JsonParser.parseString(out.toString(StandardCharsets.UTF_8))).isEqualTo(data);
    }

    @Test
    void whatPeopleReadIsOneLineEach() {
        // given
        Output output = output(Format.TABLE);

        // when
        output.data(new JsonObject(), () -> List.of(HOSTILE));
        output.say(HOSTILE.repeat(100));
        output.ask(HOSTILE);

        // then
        assertThat(out.toString(ScreenText.CHARSET).lines())
                .singleElement()
                .asString()
                .startsWith("SELECT\\n*\\tFROM \"t\"\\u001b[2J")
                .doesNotContain("?");
        assertThat(err.toString(ScreenText.CHARSET).lines())
                .hasSize(2)
                .allSatisfy(
                        line ->
                                assertThat(line)
                                        .hasSizeLessThan(4000)
                                        .doesNotContain("\u001b", "\t"));
    }

    private Output output(Format format) {
        return new Output(format, out, err, false);
    }
}
