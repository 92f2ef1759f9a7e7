// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.ckptctl.cli.remote.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of doctor's report on an agent that responds. */
class AgentCheckTest {

    private static final String AGENT =
            "{'FlinkVersion': '2.3.0', 'FlinkSupported': true, 'StartedBy': 'PREMAIN',"
                    + " 'MissingCapabilities': [], 'HookErrors': 0, 'LastHookError': '',"
                    + " 'ReadErrors': 0, 'LastReadError': '',"
                    + " 'JolokiaUrl': 'http://127.0.0.1:8778/jolokia/',"
                    + " 'Jobs': [{}], 'PersistenceLocation': 'memory', 'PersistenceCluster': '',"
                    + " 'PersistenceProblem': '', 'OtherDoors': [%s]}";

    private static final String DOOR =
            "{'name': 'remote JMX', 'address': '*:9010', 'login': '%s', 'changesAllowed': %s}";

    @Test
    void isWellWithoutOtherDoors() {
        assertThat(examined("").isWell()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, true, false, 'without a login: anyone who reaches it may do everything'",
        "UNKNOWN, true, false, 'without a login anyone who reaches it may do everything'",
        "REQUIRED, true, true, with a login of its own",
        "NONE, false, true, changes are closed there (jmx.changes=false)",
        "UNKNOWN, false, true, changes are closed there (jmx.changes=false)",
        "REQUIRED, false, true, with a login of its own"
    })
    void namesOtherDoors(String login, String changesAllowed, boolean isWell, String expected) {
        // when
        CheckResults findings = examined(DOOR.formatted(login, changesAllowed));

        // then
        assertThat(findings.isWell()).isEqualTo(isWell);
        assertThat(findings.all())
                .filteredOn(one -> one.get("found").getAsString().contains("*:9010"))
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.get("found").getAsString())
                                    .startsWith("remote JMX *:9010 leads to these beans too")
                                    .contains(expected);
                            assertThat(one.get("remedy").getAsString().contains("jmx.changes"))
                                    .isEqualTo(!isWell);
                        });
    }

    private static CheckResults examined(String doors) {
        CheckResults findings = new CheckResults();
        JsonObject agent =
                JsonParser.parseString(AGENT.formatted(doors).replace('\'', '"')).getAsJsonObject();
        agent.addProperty("Version", VersionCommand.version());
        new AgentCheck(findings).examine(new Answering(agent));
        return findings;
    }

    /** An agent of which one MBean can be read. */
    private record Answering(JsonObject agent) implements Connection {

        @Override
        public String name() {
            return "JVM 4711";
        }

        @Override
        public String foreignDoor() {
            return "";
        }

        @Override
        public JsonObject read(String bean, List<String> attributes) {
            assertThat(agent.keySet()).containsAll(attributes);
            return agent;
        }

        @Override
        public JsonObject readAll(String pattern, List<String> attributes) {
            throw new AssertionError("doctor reads the agent's bean alone");
        }

        @Override
        public JsonElement call(String bean, String operation, Object... arguments) {
            throw new AssertionError("doctor changes nothing");
        }

        @Override
        public long longestCall() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
