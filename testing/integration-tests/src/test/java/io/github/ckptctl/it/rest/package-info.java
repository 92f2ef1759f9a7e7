// SPDX-License-Identifier: Apache-2.0
/** Routes on Flink's REST port, on real clusters. */
@NullMarked
package io.github.ckptctl.it.rest;

import org.jspecify.annotations.NullMarked;
