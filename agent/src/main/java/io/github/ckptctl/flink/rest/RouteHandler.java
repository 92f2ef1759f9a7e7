// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import io.github.ckptctl.control.model.TextSanitizer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.dispatcher.UnavailableDispatcherOperationException;
import org.apache.flink.runtime.messages.FlinkJobNotFoundException;
import org.apache.flink.runtime.rest.handler.router.RoutedRequest;
import org.apache.flink.runtime.rest.handler.util.HandlerUtils;
import org.apache.flink.runtime.rpc.exceptions.RpcException;
import org.apache.flink.runtime.webmonitor.RestfulGateway;
import org.apache.flink.shaded.netty4.io.netty.buffer.ByteBuf;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.SimpleChannelInboundHandler;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.FullHttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.flink.shaded.netty4.io.netty.handler.ssl.SslHandler;
import org.apache.flink.util.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * Handler of one route: reads a request, has it answered here or by the leader, writes the
 * response.
 *
 * <p>Not one of Flink's handler classes, since the type of their timeout differs in 2.x. Runs on
 * threads of Flink's REST server; serves several requests at once.
 */
@ChannelHandler.Sharable
class RouteHandler extends SimpleChannelInboundHandler<RoutedRequest<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(RouteHandler.class);

    /**
     * Maximum length of a body in bytes. Bodies have a dozen fields; Flink itself would accept 100
     * MB.
     */
    static final int MAX_BODY = 64 * 1024;

    private final RestRoute route;
    private final LeaderForwarder leader;
    private final JobRequestHandler requests;
    private final HeadCheck check;

    RouteHandler(
            RestRoute route, LeaderForwarder leader, JobRequestHandler requests, HeadCheck check) {
        this.route = route;
        this.leader = leader;
        this.requests = requests;
        this.check = check;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a failure of the last step is logged
    protected void channelRead0(ChannelHandlerContext context, RoutedRequest<?> request) {
        HttpRequest http = request.getRequest();
        CompletableFuture<JobResponse> reply;
        try {
            reply = answer(context, request);
        } catch (Throwable e) {
            reply = CompletableFuture.failedFuture(e);
        }
        reply.exceptionally(failure -> failed(request, failure))
                .thenCompose(
                        answered ->
                                HandlerUtils.sendResponse(
                                        context,
                                        http,
                                        TextSanitizer.json(RestJson.text(answered.body())),
                                        HttpResponseStatus.valueOf(answered.status()),
                                        leader.headers()))
                .exceptionally(
                        failure -> {
                            LOG.debug("No response to {}", path(request), failure);
                            return null;
                        });
    }

    private CompletableFuture<JobResponse> answer(
            ChannelHandlerContext context, RoutedRequest<?> request) {
        Optional<String> rejection = check.rejection(head(context, request));
        if (rejection.isPresent()) {
            return refused(403, rejection.get());
        }
        String jobId = jobId(request);
        try {
            if (route.isOfOneJob()) {
                JobID.fromHexString(jobId);
            }
        } catch (IllegalArgumentException e) {
            return refused(400, badParameter("jobid", jobId));
        }
        ByteBuf content = ((FullHttpRequest) request.getRequest()).content();
        if (content.readableBytes() > MAX_BODY) {
            return refused(413, "The body is longer than " + MAX_BODY + " bytes.");
        }
        Map<String, Object> body;
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(content.nioBuffer()).toString();
            body = text.isBlank() ? Map.of() : RestJson.object(text);
        } catch (CharacterCodingException e) {
            return refused(400, "The body is not UTF-8.");
        } catch (IllegalArgumentException e) {
            return refused(400, "The body is not a JSON object: " + e.getMessage());
        }
        for (Map.Entry<String, String> number : JobRequest.PATH_NUMBERS.entrySet()) {
            String text = request.getRouteResult().pathParams().get(number.getKey());
            if (text != null) {
                try {
                    body = Map.of(number.getValue(), Long.parseLong(text));
                } catch (NumberFormatException e) {
                    return refused(400, badParameter(number.getKey(), text));
                }
            }
        }
        return answer(new JobRequest(route, jobId, caller(context), body));
    }

    /** Answers a call here, if the job is here, else through the leader. */
    CompletableFuture<JobResponse> answer(JobRequest call) {
        CompletableFuture<JobResponse> reply = requests.answer(call);
        if (reply != null) {
            return reply;
        }
        Optional<? extends RestfulGateway> current = leader.leader();
        if (current.isEmpty()) {
            return noLeader();
        }
        return route.isOfOneJob()
                ? leader.ask(current.get(), call)
                : leader.askAnyJob(current.get(), call);
    }

    /** Returns the response that Flink's handlers give. */
    static CompletableFuture<JobResponse> noLeader() {
        return refused(
                503,
                "Service temporarily unavailable due to an ongoing leader election."
                        + " Please refresh.");
    }

    /** Returns the sentence that Flink's handlers have for it. */
    private static String badParameter(String name, String value) {
        return "Bad request, could not parse parameters: Cannot resolve path parameter ("
                + name
                + ") from value \""
                + value
                + "\".";
    }

    private static CompletableFuture<JobResponse> refused(int status, String why) {
        return CompletableFuture.completedFuture(JobResponse.refused(status, List.of(why)));
    }

    private JobResponse failed(RoutedRequest<?> request, Throwable failure) {
        Throwable why = cause(failure);
        String job = "Job " + jobId(request);
        if (ExceptionUtils.findThrowable(failure, FlinkJobNotFoundException.class).isPresent()) {
            return JobResponse.refused(404, List.of(job + " not found"));
        }
        if (why instanceof TimeoutException) {
            return JobResponse.refused(
                    503, List.of("The JobManager that leads did not answer in time: " + why));
        }
        if (why instanceof UnavailableDispatcherOperationException) {
            return JobResponse.refused(503, List.of(job + ": " + why.getMessage()));
        }
        if (why instanceof RpcException) {
            LOG.debug("A request to {} was not passed on", path(request), failure);
            return JobResponse.refused(
                    503,
                    List.of(
                            "The JobManager that leads cannot be reached, or leads no longer; after"
                                    + " a failover another one does."));
        }
        if (String.valueOf(why.getMessage()).startsWith("Coordinator of operator")) {
            return JobResponse.refused(
                    503,
                    List.of(
                            job
                                    + " is led by a JobManager without ckptctl, or with"
                                    + " rest.enabled=false there."));
        }
        LOG.warn("A request to {} failed", path(request), failure);
        return JobResponse.refused(500, List.of("Internal server error: " + why));
    }

    private static Throwable cause(Throwable failure) {
        Throwable stripped = failure;
        while ((stripped instanceof CompletionException
                        || stripped instanceof IllegalStateException)
                && stripped.getCause() != null) {
            stripped = stripped.getCause();
        }
        return stripped;
    }

    private static RequestHead head(ChannelHandlerContext context, RoutedRequest<?> request) {
        HttpRequest http = request.getRequest();
        // Flink adds it once a connection has begun TLS
        boolean hasTls = context.pipeline().get(SslHandler.class) != null;
        return new RequestHead(
                caller(context),
                http.method().name(),
                request.getPath(),
                hasTls ? "https" : "http",
                name -> http.headers().getAll(name));
    }

    /** Returns the path for a log line. */
    private static String path(RoutedRequest<?> request) {
        return TextSanitizer.of(request.getPath());
    }

    private static String jobId(RoutedRequest<?> request) {
        return request.getRouteResult().pathParams().getOrDefault("jobid", "");
    }

    private static String caller(ChannelHandlerContext context) {
        SocketAddress address = context.channel().remoteAddress();
        return JobRequest.CALLER
                + (address instanceof InetSocketAddress
                        ? ((InetSocketAddress) address).getAddress().getHostAddress()
                        : address);
    }
}
