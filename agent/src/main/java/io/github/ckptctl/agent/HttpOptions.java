// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.JolokiaOptions;

import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Translates the agent's options into those of the HTTP endpoint. */
final class HttpOptions {

    private HttpOptions() {}

    static JolokiaOptions of(AgentOptions options) {
        JolokiaOptions http =
                JolokiaOptions.defaults()
                        .withHost(options.text("jolokia.host"))
                        .withPort(options.number("jolokia.port", 0, 65_535))
                        .withReadable(readable(options))
                        .withAllowedHosts(words(options, "jolokia.allowedHosts"))
                        .withPlainRemote(options.isTrue("jolokia.allowPlainRemote"));
        String tokenFile = options.text("jolokia.tokenFile");
        return tokenFile.isEmpty() ? http : http.withTokenFile(Path.of(tokenFile));
    }

    private static List<ObjectName> readable(AgentOptions options) {
        List<ObjectName> names = new ArrayList<>();
        for (String word : words(options, "jolokia.readable")) {
            try {
                names.add(new ObjectName(word));
            } catch (MalformedObjectNameException e) {
                options.faults().add("jolokia.readable: '" + word + "' is no object name");
            }
        }
        return names;
    }

    /** Splits at semicolons: commas part the options, and object names hold commas of their own. */
    private static List<String> words(AgentOptions options, String key) {
        List<String> words = new ArrayList<>();
        for (String word : options.text(key).split(";", -1)) {
            if (!word.isBlank()) {
                words.add(word.trim());
            }
        }
        return words;
    }
}
