// SPDX-License-Identifier: Apache-2.0
/**
 * Files with the users who may log in, and with secrets: reading them with care, reading them again
 * when they change, hashes of passwords and tokens.
 *
 * <p>Independent of HTTP and Jolokia; depends on the JDK, SLF4J and {@code mbeans.Role} alone.
 * {@link HashMain} runs as a program, without SLF4J.
 */
@NullMarked
package io.github.ckptctl.agent.http.secret;

import org.jspecify.annotations.NullMarked;
