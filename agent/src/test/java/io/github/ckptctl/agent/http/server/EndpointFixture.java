// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import io.github.ckptctl.agent.http.JolokiaOptions;
import io.github.ckptctl.agent.http.RecordingLogger;
import io.github.ckptctl.agent.http.secret.SecretFile;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import org.jolokia.json.JSONObject;
import org.jolokia.json.parser.JSONParser;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/** An endpoint on a free port with one job's MBean, and a client that has the token. */
public final class EndpointFixture implements AutoCloseable {

    static final String JOB_ID = "00112233445566778899aabbccddeeff";
    public static final String BEAN =
            CheckpointObjectNames.coordinator("my job", JOB_ID).toString();
    public static final String SHORT =
            "flink.checkpointing:type=CheckpointCoordinator,job_id=" + JOB_ID;

    public final MBeanServer server = MBeanServerFactory.newMBeanServer();
    public final TestingCoordinator coordinator = new TestingCoordinator();
    public final RecordingLogger audit = new RecordingLogger();
    final JolokiaEndpoint endpoint;
    public final String token;

    final AtomicLong nanos = new AtomicLong();

    private final HttpClient client;

    EndpointFixture(Path directory) throws Exception {
        this(directory, options -> options);
    }

    EndpointFixture(Path directory, UnaryOperator<JolokiaOptions> options) throws Exception {
        this(directory, options, HttpClient.newHttpClient());
    }

    EndpointFixture(Path directory, UnaryOperator<JolokiaOptions> options, HttpClient client)
            throws Exception {
        this.client = client;
        server.registerMBean(coordinator.bean(), new ObjectName(BEAN));
        JolokiaOptions basic =
                JolokiaOptions.defaults().withPort(0).withTokenFile(directory.resolve("token"));
        endpoint =
                JolokiaEndpoint.start(
                        options.apply(basic),
                        server,
                        null,
                        audit.logger(),
                        nanos::get,
                        Duration.ofMillis(20));
        token = Files.readString(endpoint.tokenFile()).trim();
    }

    public HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    public HttpResponse<String> post(String body) throws Exception {
        return send(posting(body));
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root().resolve(path))
                .header("Authorization", "Bearer " + token);
    }

    public HttpRequest.Builder posting(String body) {
        return request("/jolokia/")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** Sends a request with other credentials than the token, without any for an empty text. */
    HttpResponse<String> postAs(String authorization, String body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(root().resolve("/jolokia/"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(
                authorization.isEmpty() ? request : request.header("Authorization", authorization));
    }

    static String basic(String name, String password) {
        String pair = name + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file that only its owner can read. */
    static Path secret(Path file, String content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, SecretFile.OWNER_ONLY);
        return Files.writeString(file, content);
    }

    /** Advances the time so that the endpoint checks its files again. */
    void passTime(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    URI root() {
        return URI.create(endpoint.url()).resolve("/");
    }

    /** Sends a request unchanged, with the token and the end of the headers added. */
    String raw(String head, String... headers) throws Exception {
        return raw(List.of("Authorization: Bearer " + token), head, headers);
    }

    String raw(List<String> login, String head, String... headers) throws Exception {
        StringBuilder text = new StringBuilder(head).append("\r\n");
        login.forEach(line -> text.append(line).append("\r\n"));
        List.of(headers).forEach(line -> text.append(line).append("\r\n"));
        text.append("Connection: close\r\n\r\n");
        try (Socket socket = new Socket(root().getHost(), root().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    public String host() {
        return "Host: 127.0.0.1:" + root().getPort();
    }

    static JSONObject json(HttpResponse<String> response) throws Exception {
        return new JSONParser().parse(response.body(), JSONObject.class);
    }

    public static String write(String bean, String attribute, String value) {
        return "{\"type\":\"write\",\"mbean\":\""
                + bean
                + "\",\"attribute\":\""
                + attribute
                + "\",\"value\":"
                + value
                + "}";
    }

    public static String exec(String bean, String operation, String arguments) {
        return "{\"type\":\"exec\",\"mbean\":\""
                + bean
                + "\",\"operation\":\""
                + operation
                + "\",\"arguments\":"
                + arguments
                + "}";
    }

    public static String read(String bean, String attribute) {
        return "{\"type\":\"read\",\"mbean\":\"" + bean + "\",\"attribute\":\"" + attribute + "\"}";
    }

    /** Asserts that a request was rejected with a reason, changed nothing, and broke nothing. */
    public void assertRejected(HttpResponse<String> response, int status) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(json(response).get("status")).isEqualTo((long) status);
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertUntouchedAndWell();
    }

    /** Asserts the same for a response that was received over a bare socket. */
    public void assertRejected(String answer, int status) throws Exception {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertUntouchedAndWell();
    }

    /** Asserts that nothing was changed, and that a valid request is answered. */
    void assertUntouchedAndWell() throws Exception {
        assertThat(coordinator.changes()).isEmpty();
        HttpResponse<String> good = post(write(BEAN, "Timeout", "12345"));
        assertThat(good.statusCode()).as(good.body()).isEqualTo(200);
        assertThat(coordinator.changes()).containsExactly("setTimeout[12345]");
    }

    @Override
    public void close() throws Exception {
        endpoint.close();
    }
}
