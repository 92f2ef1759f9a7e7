// SPDX-License-Identifier: Apache-2.0

/**
 * Which build runs which integration test, and how long each test class took.
 *
 * <p>Reads what all modules have left in their {@code target}; knows nothing of Flink.
 */
@org.jspecify.annotations.NullMarked
package io.github.ckptctl.it.rings;
