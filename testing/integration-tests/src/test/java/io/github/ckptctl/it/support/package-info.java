// SPDX-License-Identifier: Apache-2.0
/**
 * Helpers of the integration tests: clusters by Flink line, clients, jobs that count their records.
 */
@NullMarked
package io.github.ckptctl.it.support;

import org.jspecify.annotations.NullMarked;
