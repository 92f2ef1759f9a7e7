// SPDX-License-Identifier: Apache-2.0
/** The HTTP endpoint and other ways to the MBeans, on real clusters. */
@NullMarked
package io.github.ckptctl.it.http;

import org.jspecify.annotations.NullMarked;
