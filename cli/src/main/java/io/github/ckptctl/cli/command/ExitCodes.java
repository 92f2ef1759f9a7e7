// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;

/** Exit codes of most verbs as shown in the help. */
final class ExitCodes {

    static final Map<String, String> LIST = list();

    private ExitCodes() {}

    private static Map<String, String> list() {
        Map<String, String> list = new LinkedHashMap<>();
        list.put("0", "done, or nothing to do");
        list.put("1", "it was tried and failed");
        list.put("2", "the command line makes no sense");
        list.put("3", "no such job or checkpoint, or more than one");
        list.put("4", "no agent could be reached");
        list.put("5", "refused: not logged in, not allowed, or not as things stand");
        list.put("6", "done for some of the jobs");
        return list;
    }
}
