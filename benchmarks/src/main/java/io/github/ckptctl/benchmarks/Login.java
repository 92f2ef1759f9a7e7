// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Token for the agent's endpoint, in a file of its own until it is closed. */
final class Login implements AutoCloseable {

    private final Path directory;
    private final Path token;

    Login() throws IOException {
        directory = Files.createTempDirectory("ckptctl-benchmark");
        token = directory.resolve("token");
    }

    /** Returns the options for starting the agent, which give it a free port. */
    String options() {
        return "jolokia.port=0,jolokia.tokenFile=" + token;
    }

    /** Returns the endpoint of an agent that has been started with the options. */
    Endpoint endpoint(Beans beans) throws IOException {
        return new Endpoint(
                beans.agent().getJolokiaUrl(),
                Map.of("Authorization", "Bearer " + Files.readString(token).trim()));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(token);
        Files.delete(directory);
    }

    /** Address of the endpoint, with the credentials. */
    record Endpoint(String url, Map<String, String> headers) {

        /** Returns a request that reads an attribute, entirely in its path. */
        KeepAlive.Request get(String bean, String attribute) {
            return KeepAlive.Request.get(
                    URI.create(url + "read/" + bean + "/" + attribute), headers);
        }

        /** Returns a request in Jolokia's JSON. */
        KeepAlive.Request post(String body) {
            return KeepAlive.Request.post(URI.create(url), headers, body);
        }
    }
}
