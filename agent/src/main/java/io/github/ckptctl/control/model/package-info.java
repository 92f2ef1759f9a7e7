// SPDX-License-Identifier: Apache-2.0
/**
 * Values of the domain: settings and their limits, the suspension, the record, capabilities, the
 * caller, and the statistics of a checkpoint. Immutable unless a class says otherwise.
 */
@NullMarked
package io.github.ckptctl.control.model;

import org.jspecify.annotations.NullMarked;
