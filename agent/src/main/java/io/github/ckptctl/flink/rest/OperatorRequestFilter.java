// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import io.github.ckptctl.flink.RestServerInternals;
import org.apache.flink.runtime.rest.handler.router.RouteResult;
import org.apache.flink.runtime.rest.handler.router.RoutedRequest;
import org.apache.flink.runtime.rest.handler.router.Router;
import org.apache.flink.runtime.rest.handler.util.HandlerUtils;
import org.apache.flink.runtime.rest.messages.ErrorResponseBody;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.SimpleChannelInboundHandler;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * Filter that keeps HTTP from the operator that represents the agent: JobManagers reach it by
 * Flink's RPC, but Flink's route {@code /jobs/:jobid/coordinators/:operator} would pass any
 * client's message to it, bypassing the checks of the routes. Any thread.
 */
@ChannelHandler.Sharable
final class OperatorRequestFilter extends SimpleChannelInboundHandler<RoutedRequest<?>> {

    private static final String COORDINATORS = "/coordinators/";

    private static final ErrorResponseBody REFUSAL =
            new ErrorResponseBody(
                    "This operator stands for ckptctl, and is for JobManagers; ckptctl's routes are"
                            + " below /jobs/:jobid/checkpoints and /jobs/:jobid/checkpointing.");

    /** Returns the target that rejects a request to that operator, null for every other request. */
    static @Nullable RouteResult<?> refusal(
            Router<?> flinks, HttpMethod method, String path, Map<String, List<String>> query) {
        // a router decodes each part of a path that was already decoded
        if (!path.contains(COORDINATORS) && path.indexOf('%') < 0) {
            return null;
        }
        RouteResult<?> found = flinks.route(method, path, query);
        boolean isTheAgent =
                found != null
                        && found.pathParams().values().stream()
                                .anyMatch(RestServerInternals::standsForTheAgent);
        return isTheAgent
                ? new RouteResult<>(path, path, Map.of(), Map.of(), new OperatorRequestFilter())
                : null;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // no one else is to be notified
    protected void channelRead0(ChannelHandlerContext context, RoutedRequest<?> request) {
        HandlerUtils.sendErrorResponse(
                context, request.getRequest(), REFUSAL, HttpResponseStatus.FORBIDDEN, Map.of());
    }
}
