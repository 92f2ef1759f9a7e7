// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Connection to an agent over Jolokia's HTTP. */
final class JolokiaConnection implements Connection {

    /** The server aborts a call after 30 s. */
    private static final long LONGEST_CALL = 25_000;

    private static final JsonElement PRODUCT = new JsonPrimitive("ckptctl");

    private static final Duration ANSWER = Duration.ofSeconds(40);

    private final URI url;
    private final HttpClient client;
    private final Login login;

    JolokiaConnection(URI url, HttpClient client, Login login) {
        this.url = url;
        this.client = client;
        this.login = login;
    }

    @Override
    public String name() {
        return url.toString();
    }

    @Override
    public String foreignDoor() {
        JsonObject request = new JsonObject();
        request.addProperty("type", "version");
        JsonElement value = post(request);
        if (!value.isJsonObject()) {
            return "something that answers like a Jolokia";
        }
        JsonObject version = value.getAsJsonObject();
        JsonElement info = version.get("info");
        boolean isOwn =
                info != null
                        && info.isJsonObject()
                        && PRODUCT.equals(info.getAsJsonObject().get("product"));
        return isOwn ? "" : "another Jolokia, " + version.get("agent");
    }

    @Override
    public JsonObject read(String bean, List<String> attributes) {
        JsonObject request = request("read", bean);
        if (!attributes.isEmpty()) {
            request.add("attribute", texts(attributes));
        }
        return post(request).getAsJsonObject();
    }

    @Override
    public JsonObject readAll(String pattern, List<String> attributes) {
        try {
            return read(pattern, attributes);
        } catch (CliException e) {
            if (e.exitCode() == ExitCode.NOT_FOUND) {
                return new JsonObject();
            }
            throw e;
        }
    }

    @Override
    public JsonElement call(String bean, String operation, Object... arguments) {
        JsonObject request = request("exec", bean);
        request.addProperty("operation", operation);
        JsonArray list = new JsonArray();
        for (Object argument : arguments) {
            list.add(argument(argument));
        }
        request.add("arguments", list);
        return post(request);
    }

    @Override
    public long longestCall() {
        return LONGEST_CALL;
    }

    @Override
    public void close() {
        // the client's threads are daemons and end with the process
    }

    private static JsonObject request(String type, String bean) {
        JsonObject request = new JsonObject();
        request.addProperty("type", type);
        request.addProperty("mbean", bean);
        return request;
    }

    private static JsonElement argument(Object value) {
        if (value instanceof Map) {
            JsonObject map = new JsonObject();
            ((Map<?, ?>) value)
                    .forEach((name, text) -> map.addProperty((String) name, (String) text));
            return map;
        }
        if (value instanceof Boolean) {
            return new JsonPrimitive((Boolean) value);
        }
        return value instanceof Number
                ? new JsonPrimitive((Number) value)
                : new JsonPrimitive((String) value);
    }

    private static JsonArray texts(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    private JsonElement post(JsonObject request) {
        HttpRequest.Builder http =
                HttpRequest.newBuilder(url)
                        .timeout(ANSWER)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(request.toString()));
        login.header().ifPresent(header -> http.header("Authorization", header));
        return value(send(http.build()));
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw unreachable(Unreachable.why(url, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted", e);
        }
    }

    private CliException unreachable(String why, Exception cause) {
        CliException failure =
                new CliException(ExitCode.NO_CONNECTION, url + " cannot be reached: " + why);
        failure.initCause(cause);
        return failure;
    }

    private JsonElement value(HttpResponse<String> response) {
        JsonObject answer = json(response);
        int status = answer.has("status") ? answer.get("status").getAsInt() : response.statusCode();
        if (status == 200) {
            return answer.has("value") ? answer.get("value") : JsonNull.INSTANCE;
        }
        String error = answer.has("error") ? answer.get("error").getAsString() : "no reason given";
        String words = error.replaceFirst("^(?:[a-z]+\\.)+[A-Za-z]+(?:Exception|Error) ?: ?", "");
        switch (status) {
            case 404:
                throw new CliException(ExitCode.NOT_FOUND, words);
            case 401:
                throw new CliException(ExitCode.REFUSED, url + login.refused());
            case 400:
            case 403:
            case 409:
            case 421:
            case 501:
                throw new CliException(ExitCode.REFUSED, words);
            default:
                throw new CliException(ExitCode.FAILED, url + " answered " + status + ": " + words);
        }
    }

    private JsonObject json(HttpResponse<String> response) {
        try {
            JsonElement answer = JsonParser.parseString(response.body());
            if (answer.isJsonObject()
                    && (answer.getAsJsonObject().has("status")
                            || answer.getAsJsonObject().has("error"))) {
                return answer.getAsJsonObject();
            }
        } catch (JsonParseException e) {
            // reported below
        }
        throw new CliException(ExitCode.NO_CONNECTION, url + ForeignAnswer.words(url, response));
    }
}
