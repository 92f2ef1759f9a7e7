// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import org.apache.flink.runtime.rest.handler.router.RouteResult;
import org.apache.flink.runtime.rest.handler.router.RoutedRequest;
import org.apache.flink.runtime.rest.handler.util.HandlerUtils;
import org.apache.flink.runtime.rest.messages.ErrorResponseBody;
import org.apache.flink.shaded.netty4.io.netty.buffer.ByteBuf;
import org.apache.flink.shaded.netty4.io.netty.buffer.Unpooled;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelFuture;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelFutureListener;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.SimpleChannelInboundHandler;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpUtil;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Handler that serves files on Flink's REST port, below a path of their own: GET and HEAD, with a
 * validator, so that a browser fetches each version of a file once.
 *
 * <p>Files are the same for every client and hold no data of any job, so other sites may link to
 * them. Runs on threads of Flink's REST server; serves several requests at once.
 */
@ChannelHandler.Sharable
public final class StaticFileHandler extends SimpleChannelInboundHandler<RoutedRequest<?>> {

    private final String directory;
    private final Function<String, Optional<StaticFile>> files;

    /**
     * @param directory the path below which the files are, which begins and ends with a slash
     * @param files returns a file by its path below the directory, the empty path included; any
     *     thread
     */
    public StaticFileHandler(String directory, Function<String, Optional<StaticFile>> files) {
        this.directory = directory;
        this.files = files;
    }

    /** Returns the target of a request for a file, or for the directory; null for every other. */
    @Nullable RouteResult<?> route(HttpMethod method, String path) {
        boolean isRead = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        return isRead && (path.startsWith(directory) || isDirectoryWithoutSlash(path))
                ? new RouteResult<>(path, path, Map.of(), Map.of(), this)
                : null;
    }

    private boolean isDirectoryWithoutSlash(String path) {
        return directory.length() == path.length() + 1 && directory.startsWith(path);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, RoutedRequest<?> request) {
        HttpRequest http = request.getRequest();
        String path = request.getPath();
        if (isDirectoryWithoutSlash(path)) {
            // relative, so that it is right behind a proxy that adds a prefix
            HttpResponse moved = response(HttpResponseStatus.PERMANENT_REDIRECT);
            moved.headers().set("Location", path.substring(path.lastIndexOf('/') + 1) + "/");
            send(context, http, moved, Unpooled.EMPTY_BUFFER);
            return;
        }
        Optional<StaticFile> file = files.apply(path.substring(directory.length()));
        if (file.isPresent()) {
            send(context, http, file.get());
        } else {
            notFound(context, http);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // no one else is to be notified
    private static void notFound(ChannelHandlerContext context, HttpRequest http) {
        HandlerUtils.sendErrorResponse(
                context,
                http,
                new ErrorResponseBody("Not found: " + http.uri()),
                HttpResponseStatus.NOT_FOUND,
                Map.of("X-Content-Type-Options", "nosniff"));
    }

    private static void send(ChannelHandlerContext context, HttpRequest http, StaticFile file) {
        boolean isKnown = file.isNamedIn(http.headers().getAsString("If-None-Match"));
        HttpResponse response =
                response(isKnown ? HttpResponseStatus.NOT_MODIFIED : HttpResponseStatus.OK);
        response.headers().set("ETag", file.validator());
        if (isKnown) {
            send(context, http, response, Unpooled.EMPTY_BUFFER);
            return;
        }
        response.headers().set("Content-Type", file.type());
        ByteBuf content = Unpooled.wrappedBuffer(file.content());
        HttpUtil.setContentLength(response, content.readableBytes());
        send(
                context,
                http,
                response,
                http.method().equals(HttpMethod.HEAD) ? Unpooled.EMPTY_BUFFER : content);
    }

    private static HttpResponse response(HttpResponseStatus status) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
        StaticFile.HEADERS.forEach(response.headers()::set);
        return response;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // no one else is to be notified
    private static void send(
            ChannelHandlerContext context, HttpRequest http, HttpResponse response, ByteBuf body) {
        if (!response.headers().contains("Content-Length")
                && !response.status().equals(HttpResponseStatus.NOT_MODIFIED)) {
            HttpUtil.setContentLength(response, 0);
        }
        boolean isKept = HttpUtil.isKeepAlive(http);
        HttpUtil.setKeepAlive(response, isKept);
        context.write(response);
        context.write(body);
        ChannelFuture sent = context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        if (!isKept) {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
