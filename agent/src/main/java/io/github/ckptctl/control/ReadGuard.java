// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import java.util.function.Supplier;

/** Guard of reads of Flink's internals: where a read fails, its caller gets a default value. */
public interface ReadGuard {

    /** Returns the value read, or the default value if the read fails. Called by any thread. */
    <T> T readOrDefault(Supplier<T> read, T defaultValue);
}
