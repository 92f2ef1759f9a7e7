// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.ckptctl.cluster.FlinkDistribution;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/**
 * Body of a request to Flink's route for a job's operators, created by a Flink version's own
 * classes.
 */
public final class MessageToOperator {

    private static final String COLLECT = "org.apache.flink.streaming.api.operators.collect.";
    private static final String REST = "org.apache.flink.runtime.rest.";

    private MessageToOperator() {}

    /** Returns a body that carries a text to an operator's coordinator. */
    public static JsonElement of(FlinkDistribution flink, String text)
            throws IOException, ReflectiveOperationException {
        URL[] jars = new URL[flink.jars().size()];
        int count = 0;
        for (Path jar : flink.jars()) {
            jars[count++] = jar.toUri().toURL();
        }
        try (URLClassLoader loader =
                new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
            Object request =
                    loader.loadClass(COLLECT + "CollectCoordinationRequest")
                            .getConstructor(String.class, long.class)
                            .newInstance(text, 0L);
            Object serialized =
                    loader.loadClass("org.apache.flink.util.SerializedValue")
                            .getConstructor(Object.class)
                            .newInstance(request);
            Object body =
                    loader.loadClass(
                                    REST
                                            + "messages.job.coordination.ClientCoordinationRequestBody")
                            .getConstructors()[0]
                            .newInstance(serialized);
            Object mapper =
                    loader.loadClass(REST + "util.RestMapperUtils")
                            .getMethod("getStrictObjectMapper")
                            .invoke(null);
            return JsonParser.parseString(
                    (String)
                            mapper.getClass()
                                    .getMethod("writeValueAsString", Object.class)
                                    .invoke(mapper, body));
        }
    }
}
