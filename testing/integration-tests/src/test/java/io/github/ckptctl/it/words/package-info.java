// SPDX-License-Identifier: Apache-2.0
/** Check of the words in comments and documentation. Depends on the JDK. */
@NullMarked
package io.github.ckptctl.it.words;

import org.jspecify.annotations.NullMarked;
