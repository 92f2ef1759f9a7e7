// SPDX-License-Identifier: Apache-2.0
/** Settings, extensions, diagnosis and the log of changes, on real clusters. */
@NullMarked
package io.github.ckptctl.it.settings;

import org.jspecify.annotations.NullMarked;
