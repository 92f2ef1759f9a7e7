// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import com.google.gson.JsonPrimitive;
import com.sun.net.httpserver.HttpServer;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class AgentsTest {

    private static final String ONE = "00112233445566778899aabbccddeeff";
    private static final String THREE = "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f";
    private static final String TWO = "00ffeeddccbbaa998877665544332211";

    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void findsAJobByIdPrefixOrNameOnWhicheverAgentHasIt() throws IOException {
        // given: a standby and a leader
        Agents agents = at(jobs(), jobs(entry(ONE, "orders"), entry(TWO, "00ff")));

        // then
        assertThat(agents.job("orders").id()).isEqualTo(ONE);
        assertThat(agents.job("0011").id()).isEqualTo(ONE);
        assertThat(agents.job(TWO).name()).isEqualTo("00ff");
        assertThat(agents.job("00ff").id()).isEqualTo(TWO);
        assertThatThrownBy(() -> agents.job("00"))
                .satisfies(e -> assertThat(code(e)).isEqualTo(ExitCode.NOT_FOUND))
                .hasMessageContaining("may be any of")
                .hasMessageContaining(ONE + "  orders")
                .hasMessageContaining(TWO);
        assertThatThrownBy(() -> agents.job("payments"))
                .satisfies(e -> assertThat(code(e)).isEqualTo(ExitCode.NOT_FOUND))
                .hasMessageContaining("there are\n  " + TWO);
    }

    @Test
    void looksAmongIdsNamesAndBeginningsTogether() throws IOException {
        // given: one job has another's id for its name, one the beginning of another's
        Agents agents = at(jobs(entry(ONE, TWO), entry(TWO, "0011"), entry(THREE, "0011")));

        // then: nothing is guessed
        for (String asked : List.of(TWO, "0011", "00")) {
            assertThatThrownBy(() -> agents.job(asked))
                    .satisfies(e -> assertThat(code(e)).isEqualTo(ExitCode.NOT_FOUND))
                    .hasMessageContaining("'" + asked + "' may be any of");
        }

        // and: each candidate follows a word that identifies it alone
        CliException failure = catchThrowableOfType(CliException.class, () -> agents.job(TWO));
        assertThat(failure.lines()).hasSize(3);
        assertThat(
                        failure.lines().stream()
                                .skip(1)
                                .map(line -> agents.job(line.strip().split(" ")[0]).id()))
                .containsExactlyInAnyOrder(ONE, TWO);
        assertThat(agents.job(THREE).id()).isEqualTo(THREE);
        assertThat(agents.jobOfId(TWO))
                .hasValueSatisfying(job -> assertThat(job.id()).isEqualTo(TWO));
    }

    @Test
    void findsAJobByAnyExactName() throws IOException {
        // given
        String sql = "INSERT INTO t\nSELECT '\u00fc'\u001b[2J".repeat(200);
        Agents agents =
                at(
                        jobs(
                                entry(ONE, new JsonPrimitive(sql).toString()),
                                entry(TWO, "\"--all\""),
                                entry(THREE, "\"\"")));

        // then
        assertThat(agents.job(sql).name()).isEqualTo(sql);
        assertThat(agents.job("--all").id()).isEqualTo(TWO);
        assertThat(agents.job("").id()).isEqualTo(THREE);
        assertThatThrownBy(() -> agents.job(sql + "x"))
                .satisfies(
                        e ->
                                assertThat(((CliException) e).lines())
                                        .hasSize(4)
                                        .allSatisfy(line -> assertThat(line).hasSizeLessThan(200)));
    }

    @Test
    void takesNoJobForNoWord() throws IOException {
        Agents agents = at(jobs(entry(ONE, "orders")));

        assertThatThrownBy(() -> agents.job(""))
                .satisfies(e -> assertThat(code(e)).isEqualTo(ExitCode.NOT_FOUND));
    }

    @Test
    void rejectsATokenThatNoHeaderHolds() {
        assertThatThrownBy(() -> Login.token("gr\u00fc\u00df"))
                .satisfies(e -> assertThat(code(e)).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("a character that no token has");
    }

    @Test
    void goesOnWithoutAnAgentThatDoesNotAnswer() throws IOException {
        // given
        String gone = serve(200, "");
        servers.remove(0).stop(0);
        String there = serve(200, jobs(entry(ONE, "orders")));

        // when
        Agents agents = AgentSearch.at(List.of(gone, there), Login.none(), new Tls(null, null, ""));

        // then
        assertThat(agents.job("orders").id()).isEqualTo(ONE);
        assertThat(agents.silent()).singleElement().asString().contains("cannot be reached");
        assertThatThrownBy(
                        () ->
                                AgentSearch.at(List.of(gone), Login.none(), new Tls(null, null, ""))
                                        .jobs())
                .satisfies(e -> assertThat(code(e)).isEqualTo(ExitCode.NO_CONNECTION));
    }

    @Test
    void knowsAnotherJolokiaFromTheAgent() throws IOException {
        // given
        String own =
                "{\"status\":200,\"value\":{\"agent\":\"2.3.0\",\"info\":{\"product\":\"ckptctl\"}}}";
        String stock = "{\"status\":200,\"value\":{\"agent\":\"2.3.0\",\"info\":{\"proxy\":{}}}}";
        String old = "{\"status\":200,\"value\":{\"agent\":\"1.7.2\"}}";

        // then
        assertThat(at(own).connections().get(0).foreignDoor()).isEmpty();
        assertThat(at(stock).connections().get(0).foreignDoor())
                .isEqualTo("another Jolokia, \"2.3.0\"");
        assertThat(at(old).connections().get(0).foreignDoor())
                .isEqualTo("another Jolokia, \"1.7.2\"");
    }

    @ParameterizedTest
    @CsvSource({
        "400, REFUSED, 'job x: nothing changed: too small'",
        "409, REFUSED, 'job x: nothing changed: too small'",
        "501, REFUSED, 'job x: nothing changed: too small'",
        "403, REFUSED, 'job x: nothing changed: too small'",
        "401, REFUSED, 'does not accept this login'",
        "503, FAILED, 'answered 503'",
        "500, FAILED, 'answered 500'"
    })
    void givesTheReason(int status, ExitCode code, String words) throws IOException {
        // given
        String url =
                serve(
                        status,
                        "{\"status\":"
                                + status
                                + ",\"error\":\"java.lang.IllegalArgumentException : job x: nothing"
                                + " changed: too small\"}");
        Agents agents =
                AgentSearch.at(List.of(url), Login.token("secret"), new Tls(null, null, ""));

        // then
        assertThatThrownBy(agents::jobs)
                .satisfies(e -> assertThat(code(e)).isEqualTo(code))
                .hasMessageContaining(words)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret", "java.lang"));
    }

    @Test
    void knowsWhatIsNotAnAgent() throws IOException {
        // given
        String url = serve(404, "<html>Not found</html>");

        // then
        assertThatThrownBy(
                        () ->
                                AgentSearch.at(List.of(url), Login.none(), new Tls(null, null, ""))
                                        .jobs())
                .satisfies(e -> assertThat(code(e)).isEqualTo(ExitCode.NO_CONNECTION))
                .hasMessageContaining("is not ckptctl");
    }

    @Test
    void sendsLoginsAndArgumentsAsTheyAre() throws IOException {
        // given
        String url = serve(200, "{\"status\":200,\"value\":7}");
        Connection token =
                AgentSearch.at(List.of(url), Login.token("t"), new Tls(null, null, ""))
                        .connections()
                        .get(0);
        Connection user =
                AgentSearch.at(List.of(url), Login.user("u", "p"), new Tls(null, null, ""))
                        .connections()
                        .get(0);

        // when
        long answer = token.call("bean", "go", Map.of("A", "1"), "why", 5L, true).getAsLong();
        user.call("bean", "go");

        // then
        assertThat(answer).isEqualTo(7);
        assertThat(heard)
                .containsExactly(
                        "Bearer t {\"type\":\"exec\",\"mbean\":\"bean\",\"operation\":\"go\","
                                + "\"arguments\":[{\"A\":\"1\"},\"why\",5,true]}",
                        "Basic dTpw {\"type\":\"exec\",\"mbean\":\"bean\",\"operation\":\"go\","
                                + "\"arguments\":[]}");
    }

    @Test
    void rejectsWhatIsNoAddress() {
        assertThatThrownBy(
                        () ->
                                AgentSearch.at(
                                        List.of("ftp://host/"),
                                        Login.none(),
                                        new Tls(null, null, "")))
                .satisfies(e -> assertThat(code(e)).isEqualTo(ExitCode.USAGE));
    }

    private Agents at(String... answers) throws IOException {
        List<String> urls = new ArrayList<>();
        for (String answer : answers) {
            urls.add(serve(200, answer));
        }
        return AgentSearch.at(urls, Login.none(), new Tls(null, null, ""));
    }

    private String serve(int status, String answer) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/jolokia/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    heard.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
                    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(bytes);
                    }
                });
        server.start();
        servers.add(server);
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static ExitCode code(Throwable failure) {
        return ((CliException) failure).exitCode();
    }

    private static String jobs(String... entries) {
        return "{\"status\":200,\"value\":{\"Jobs\":[" + String.join(",", entries) + "]}}";
    }

    private static String entry(String id, String name) {
        String json = name.startsWith("\"") ? name : '"' + name + '"';
        return "{\"id\":\"" + id + "\",\"name\":" + json + ",\"objectName\":\"bean\"}";
    }
}
