// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.List;

/** Results of a check. */
final class CheckResults {

    private final List<JsonObject> all = new ArrayList<>();

    void good(String found) {
        add(true, found, "");
    }

    void bad(String found, String remedy) {
        add(false, found, remedy);
    }

    private void add(boolean ok, String found, String remedy) {
        JsonObject finding = new JsonObject();
        finding.addProperty("ok", ok);
        finding.addProperty("found", found);
        finding.addProperty("remedy", remedy);
        all.add(finding);
    }

    List<JsonObject> all() {
        return all;
    }

    boolean isWell() {
        return all.stream().allMatch(finding -> JobsJson.is(finding, "ok"));
    }
}
