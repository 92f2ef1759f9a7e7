// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Lower bound of every answer of the agent's endpoint: the same server of the JDK in a JVM of its
 * own, whose handler reads the request and answers three bytes.
 */
public final class EmptyServer {

    private static final byte[] ANSWER = "{}\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BACKLOG = 50;

    private EmptyServer() {}

    /** Listens on the port given as the first argument until the JVM is terminated. */
    public static void main(String[] arguments) throws IOException {
        InetSocketAddress place =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        HttpServer server = HttpServer.create(place, BACKLOG);
        ExecutorService workers = Executors.newCachedThreadPool();
        server.setExecutor(workers);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, ANSWER.length);
                    exchange.getResponseBody().write(ANSWER);
                    exchange.close();
                });
        server.start();
    }
}
