// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.jolokia;

import io.github.ckptctl.agent.http.request.CheckedRequest;
import org.jolokia.json.JSONObject;
import org.jolokia.server.core.request.BaseRequestHandler;
import org.jolokia.server.core.request.EmptyResponseException;
import org.jolokia.server.core.request.JolokiaRequest;
import org.jolokia.server.core.request.JolokiaRequestFactory;
import org.jolokia.server.core.request.ProcessingParameters;
import org.jolokia.server.core.util.RequestType;

import java.util.Map;

/**
 * Execution of the checked requests of one caller in Jolokia.
 *
 * <p>Replaces Jolokia's own HTTP handler, above the request's object form: a request is passed as
 * the object that the checks built, so no second parser can read it differently, and the answer
 * comes back as an object, so its status can become the answer's HTTP status. Created for each HTTP
 * request, as Jolokia stores options of a request in its back end. One thread.
 */
public final class JolokiaCall extends BaseRequestHandler {

    /** Jolokia's own versions; its own lookup needs a resource at the root of the class path. */
    public static final String AGENT_VERSION = "2.3.0";

    static final String PROTOCOL_VERSION = "8.0";

    JolokiaCall(RequestContext context) {
        super(context);
    }

    /** Returns the answer to a request, errors included: an object with at least a status. */
    public JSONObject run(CheckedRequest request) {
        JSONObject answer;
        try {
            answer = request.type() == RequestType.VERSION ? version() : runBean(request);
        } catch (EmptyResponseException e) {
            answer = handleThrowable(new IllegalStateException("no answer", e));
        } catch (RuntimeException e) {
            answer = handleThrowable(e);
        }
        answer.put("timestamp", System.currentTimeMillis() / 1000);
        return answer;
    }

    /**
     * Distinguishes a state that does not allow a change from an error, both from a missing
     * ability, and all from a missing role.
     */
    @Override
    protected JSONObject errorForUnwrappedException(Exception wrapper, JolokiaRequest request) {
        Throwable cause = wrapper.getCause();
        if (cause instanceof IllegalStateException) {
            return getErrorJSON(409, cause, request);
        }
        if (cause instanceof UnsupportedOperationException) {
            return getErrorJSON(501, cause, request);
        }
        if (cause instanceof SecurityException) {
            return getErrorJSON(403, cause, request);
        }
        return super.errorForUnwrappedException(wrapper, request);
    }

    private JSONObject runBean(CheckedRequest request) throws EmptyResponseException {
        JolokiaRequest jolokia =
                JolokiaRequestFactory.createPostRequest(
                        request.json(), new ProcessingParameters(Map.of()));
        return executeRequest(jolokia);
    }

    private static JSONObject version() {
        JSONObject product = new JSONObject();
        product.put("product", "ckptctl");
        JSONObject config = new JSONObject();
        // without it Jolokia's JMX adapter does not connect
        config.put("agentId", "ckptctl-" + ProcessHandle.current().pid());
        JSONObject value = new JSONObject();
        value.put("agent", AGENT_VERSION);
        value.put("protocol", PROTOCOL_VERSION);
        value.put("info", product);
        value.put("config", config);
        JSONObject request = new JSONObject();
        request.put("type", "version");
        JSONObject answer = new JSONObject();
        answer.put("request", request);
        answer.put("value", value);
        answer.put("status", 200);
        return answer;
    }
}
