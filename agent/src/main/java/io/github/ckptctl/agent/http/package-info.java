// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP endpoint: Jolokia behind checks of our own, on a server of our own.
 *
 * <p>This package contains what all parts share: the options, the rejection of a request and the
 * log of rejections. The parts build on each other in this order: {@code secret} and {@code tls}
 * read files; {@code auth} identifies the caller; {@code request} reads and checks a request;
 * {@code jolokia} executes it; {@code server} listens and assembles the others.
 *
 * <p>Depends on Jolokia, {@code mbeans}, {@code agent.json}, {@code agent.thread}, {@code
 * control.model.CallerContext}, {@code control.model.TextSanitizer} and the JDK; it reaches the
 * jobs through the MBeanServer alone, so every request that passes meets the same checks as a call
 * over plain JMX.
 */
@NullMarked
package io.github.ckptctl.agent.http;

import org.jspecify.annotations.NullMarked;
