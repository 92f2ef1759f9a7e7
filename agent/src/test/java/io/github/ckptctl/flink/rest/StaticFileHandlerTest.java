// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import io.github.ckptctl.agent.rest.ConsoleFiles;
import org.apache.flink.runtime.rest.handler.router.RouteResult;
import org.apache.flink.runtime.rest.handler.router.Router;
import org.apache.flink.runtime.rest.handler.router.RouterHandler;
import org.apache.flink.shaded.netty4.io.netty.buffer.ByteBuf;
import org.apache.flink.shaded.netty4.io.netty.channel.embedded.EmbeddedChannel;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultFullHttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.FullHttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaders;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of the console's files through Flink's own router. */
class StaticFileHandlerTest {

    private final StaticFileHandler handler =
            new StaticFileHandler(
                    ConsoleFiles.DIRECTORY, new ConsoleFiles("0.1.0", "2.3.0\"}", false));
    private final EmbeddedChannel server = new EmbeddedChannel();

    StaticFileHandlerTest() {
        RouterHandler router = new RouterHandler(new WovenRouter(), Map.of());
        server.pipeline().addLast(router.getName(), router);
    }

    @AfterEach
    void stop() {
        server.finishAndReleaseAll();
    }

    @ParameterizedTest
    @CsvSource({
        "/ckptctl/, text/html; charset=utf-8",
        "/ckptctl/?a=b, text/html; charset=utf-8",
        "/ckptctl/index.html, text/html; charset=utf-8",
        "/ckptctl/app.js, text/javascript; charset=utf-8",
        "/ckptctl/console.css, text/css; charset=utf-8",
        "/ckptctl/icon.svg, image/svg+xml",
        "/ckptctl/about.json, application/json; charset=utf-8",
        "/ckptctl/lib/preact.js, text/javascript; charset=utf-8",
        "/ckptctl/lib/hooks.js, text/javascript; charset=utf-8",
        "/ckptctl/lib/uplot.js, text/javascript; charset=utf-8",
        "/ckptctl/lib/uplot.css, text/css; charset=utf-8",
        "/ckptctl/lib/uplot-license.txt, text/plain; charset=utf-8",
        "/ckptctl/lib/preact-license.txt, text/plain; charset=utf-8"
    })
    void servesAFileThatIsConfinedToItself(String path, String type) {
        // when
        Answer answer = send(HttpMethod.GET, path);

        // then
        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.body).isNotEmpty();
        assertThat(answer.headers.get("Content-Type")).isEqualTo(type);
        assertThat(answer.headers.getInt("Content-Length")).isEqualTo(answer.length);
        assertThat(answer.headers.get("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.headers.get("Cache-Control")).isEqualTo("no-cache");
        assertThat(answer.headers.get("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.headers.contains("Access-Control-Allow-Origin")).isFalse();
    }

    @Test
    void sendsAFileOnceToABrowserThatKeepsIt() {
        // given
        String validator = send(HttpMethod.GET, "/ckptctl/app.js").headers.get("ETag");

        // when
        Answer again =
                send(HttpMethod.GET, "/ckptctl/app.js", "If-None-Match", "\"x\", W/" + validator);
        Answer other = send(HttpMethod.GET, "/ckptctl/app.js", "If-None-Match", "\"x\"");

        // then
        assertThat(again.status).isEqualTo(304);
        assertThat(again.body).isEmpty();
        assertThat(again.headers.get("ETag")).isEqualTo(validator);
        assertThat(other.status).isEqualTo(200);
        assertThat(send(HttpMethod.GET, "/ckptctl/console.css").headers.get("ETag"))
                .isNotEqualTo(validator);
    }

    @Test
    void answersTheHeadWithoutTheBody() {
        Answer answer = send(HttpMethod.HEAD, "/ckptctl/app.js");

        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.body).isEmpty();
        assertThat(answer.headers.getInt("Content-Length")).isPositive();
    }

    @Test
    void leadsToTheDirectoryBehindAnyPrefix() {
        Answer answer = send(HttpMethod.GET, "/ckptctl");

        assertThat(answer.status).isEqualTo(308);
        assertThat(answer.headers.get("Location")).isEqualTo("ckptctl/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nope",
                "lib",
                "lib/",
                "lib/nope.js",
                "../agent/RunningAgent.class",
                "..%2F..%2Fagent/RunningAgent.class",
                "%2e%2e/console/app.js",
                "lib/../app.js",
                "//app.js",
                "lib//preact.js",
                "package-info.class",
                "app.js/",
                "app.js%00"
            })
    void knowsNoOtherPath(String path) {
        Answer answer = send(HttpMethod.GET, "/ckptctl/" + path);

        assertThat(answer.status).isEqualTo(404);
        assertThat(answer.body).startsWith("{\"errors\":[\"Not found: /ckptctl/");
        assertThat(answer.headers.get("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void leavesEverythingElseToFlink() {
        assertThat(handler.route(HttpMethod.POST, "/ckptctl/")).isNull();
        assertThat(handler.route(HttpMethod.GET, "/ckptctlx")).isNull();
        assertThat(handler.route(HttpMethod.GET, "/")).isNull();
        assertThat(handler.route(HttpMethod.GET, "/jobs/ckptctl/")).isNull();
    }

    @Test
    void givesThePageItsFacts() {
        assertThat(send(HttpMethod.GET, "/ckptctl/about.json").body)
                .isEqualTo("{\"version\":\"0.1.0\",\"flinkVersion\":\"2.3.0\",\"changes\":false}");
    }

    private Answer send(HttpMethod method, String path, String... headers) {
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, path);
        for (int i = 0; i < headers.length; i += 2) {
            request.headers().add(headers[i], headers[i + 1]);
        }
        server.writeInbound(request);
        HttpResponse head = server.readOutbound();
        StringBuilder body = new StringBuilder();
        int length = 0;
        for (Object part = server.readOutbound(); part != null; part = server.readOutbound()) {
            if (part instanceof ByteBuf) {
                length += ((ByteBuf) part).readableBytes();
                body.append(((ByteBuf) part).toString(StandardCharsets.UTF_8));
            }
        }
        return new Answer(head.status().code(), head.headers(), body.toString(), length);
    }

    private record Answer(int status, HttpHeaders headers, String body, int length) {}

    private final class WovenRouter extends Router<Object> {
        @Override
        @SuppressWarnings("unchecked") // as the instrumentation returns it
        public RouteResult<Object> route(
                HttpMethod method, String path, Map<String, List<String>> query) {
            Object ours = handler.route(method, path);
            return ours != null ? (RouteResult<Object>) ours : super.route(method, path, query);
        }
    }
}
