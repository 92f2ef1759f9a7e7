// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.rest;

import java.util.List;

/** Exception with all faults in the fields of a request. */
final class InvalidRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    InvalidRequestException(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = faults;
    }

    List<String> faults() {
        return faults;
    }
}
