// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP face: Jolokia behind a guard of our own, on a server of our own.
 *
 * <p>Depends on Jolokia, {@code mbeans}, {@code agent.json}, {@code control.Caller} and {@code
 * control.SafeText}, its own packages {@code secret} and {@code tls}, and the JDK; it reaches the
 * jobs through the MBeanServer alone, so whatever it lets pass meets the same checks as a call over
 * plain JMX.
 */
@NullMarked
package io.github.ckptctl.agent.http;

import org.jspecify.annotations.NullMarked;
