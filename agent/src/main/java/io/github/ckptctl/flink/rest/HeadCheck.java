// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import java.util.Optional;

/** Check of requests by what precedes their body. */
public interface HeadCheck {

    /**
     * Returns why a request is rejected, in a sentence for the client; empty if it may pass. Called
     * on a thread of the REST server, before the body is read and before a job is looked up.
     */
    Optional<String> rejection(RequestHead head);
}
