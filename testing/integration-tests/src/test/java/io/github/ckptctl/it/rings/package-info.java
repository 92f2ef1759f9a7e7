// SPDX-License-Identifier: Apache-2.0

/**
 * Checks of which build runs which integration test, and the duration of each test class.
 *
 * <p>Reads the content of {@code target} of all modules; independent of Flink.
 */
@org.jspecify.annotations.NullMarked
package io.github.ckptctl.it.rings;
