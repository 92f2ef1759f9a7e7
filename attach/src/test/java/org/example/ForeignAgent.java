// SPDX-License-Identifier: Apache-2.0
package org.example;

import java.lang.instrument.Instrumentation;

/** An agent of somebody else's. */
public final class ForeignAgent {

    private ForeignAgent() {}

    public static void premain(String options, Instrumentation instrumentation) {
        // nothing that matters
    }
}
