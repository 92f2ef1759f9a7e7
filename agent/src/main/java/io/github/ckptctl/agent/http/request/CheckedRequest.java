// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import org.jolokia.json.JSONObject;
import org.jolokia.server.core.util.RequestType;
import org.jspecify.annotations.Nullable;

import javax.management.ObjectName;

/**
 * Request that has passed every check, rebuilt from the parts that were checked; nothing else of
 * what the client sent reaches Jolokia.
 */
public final class CheckedRequest {

    private final RequestType type;
    private final JSONObject json;
    private final @Nullable ObjectName bean;
    private final String member;
    private final Object arguments;

    private CheckedRequest(
            RequestType type,
            JSONObject json,
            @Nullable ObjectName bean,
            String member,
            Object arguments) {
        this.type = type;
        this.json = json;
        this.bean = bean;
        this.member = member;
        this.arguments = arguments;
    }

    static CheckedRequest reading(RequestType type, JSONObject json) {
        return new CheckedRequest(type, json, null, "", "");
    }

    static CheckedRequest changing(
            RequestType type, JSONObject json, ObjectName bean, String member, Object arguments) {
        return new CheckedRequest(type, json, bean, member, arguments);
    }

    public RequestType type() {
        return type;
    }

    /** Returns the request in Jolokia's form. */
    public JSONObject json() {
        return json;
    }

    /** Returns the bean to change, null for a request that only reads. */
    public @Nullable ObjectName bean() {
        return bean;
    }

    /** Returns the operation or the attribute to change. */
    public String member() {
        return member;
    }

    /** Returns the operation's arguments or the attribute's new value, as JSON. */
    Object arguments() {
        return arguments;
    }
}
