// SPDX-License-Identifier: Apache-2.0
/**
 * Execution of checked requests in Jolokia, for one caller and on the one MBeanServer.
 *
 * <p>The only package that uses more of Jolokia than its JSON and request types.
 */
@NullMarked
package io.github.ckptctl.agent.http.jolokia;

import org.jspecify.annotations.NullMarked;
