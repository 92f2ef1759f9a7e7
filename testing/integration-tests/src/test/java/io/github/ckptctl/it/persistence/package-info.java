// SPDX-License-Identifier: Apache-2.0
/** Records in a store and in high-availability storage, across killed JobManagers. */
@NullMarked
package io.github.ckptctl.it.persistence;

import org.jspecify.annotations.NullMarked;
