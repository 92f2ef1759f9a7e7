// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import io.github.ckptctl.agent.http.RequestRejectedException;
import io.github.ckptctl.agent.http.auth.Principal;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;
import org.jolokia.server.core.util.RequestType;
import org.jspecify.annotations.Nullable;

import javax.management.ObjectName;

import java.util.List;

/** Check of one request: whether it is carried out, and in what form. Any thread. */
public final class RequestCheck {

    private final PermittedBeans beans;
    private final ChangeCheck changes;

    public RequestCheck(PermittedBeans beans, ChangeCheck changes) {
        this.beans = beans;
        this.changes = changes;
    }

    /**
     * Returns the request to pass to Jolokia.
     *
     * @throws RequestRejectedException if it is not to be carried out: 400 for its form, 403 for
     *     what is never permitted to this caller, 404 for what does not exist
     */
    public CheckedRequest check(RawRequest raw, Principal principal)
            throws RequestRejectedException {
        switch (raw.type()) {
            case READ:
                return read(raw);
            case WRITE:
                return changes.write(raw, principal);
            case EXEC:
                return changes.exec(raw, principal);
            case LIST:
                return list(raw);
            case SEARCH:
                JSONObject search = raw.rebuilt(RequestType.SEARCH);
                search.put("mbean", beans.parsed(raw.text("mbean")).toString());
                return CheckedRequest.reading(RequestType.SEARCH, search);
            default:
                JSONObject version = raw.rebuilt(RequestType.VERSION);
                return CheckedRequest.reading(RequestType.VERSION, version);
        }
    }

    private CheckedRequest read(RawRequest raw) throws RequestRejectedException {
        JSONObject json = raw.rebuilt(RequestType.READ);
        ObjectName bean = beans.toRead(raw.text("mbean"));
        json.put("mbean", bean.toString());
        Object attribute = raw.get("attribute");
        if (attribute instanceof List) {
            json.put("attribute", names((List<?>) attribute));
        } else if (attribute != null) {
            json.put("attribute", raw.text("attribute"));
        }
        putPath(json, raw.get("path"));
        return CheckedRequest.reading(RequestType.READ, json);
    }

    private CheckedRequest list(RawRequest raw) throws RequestRejectedException {
        JSONObject json = raw.rebuilt(RequestType.LIST);
        putPath(json, raw.get("path"));
        String path = String.valueOf(json.get("path"));
        if (path.indexOf('*') >= 0 || path.indexOf('?') >= 0) {
            throw new RequestRejectedException(
                    400, "a path of list has no wildcards; search takes patterns");
        }
        return CheckedRequest.reading(RequestType.LIST, json);
    }

    private static void putPath(JSONObject json, @Nullable Object path)
            throws RequestRejectedException {
        if (path instanceof String) {
            json.put("path", path);
        } else if (path != null) {
            throw new RequestRejectedException(400, "path is not a text");
        }
    }

    private static JSONArray names(List<?> attributes) throws RequestRejectedException {
        JSONArray names = new JSONArray();
        for (Object attribute : attributes) {
            if (!(attribute instanceof String)) {
                throw new RequestRejectedException(400, "attribute names are texts");
            }
            names.add(attribute);
        }
        return names;
    }
}
