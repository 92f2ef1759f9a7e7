// SPDX-License-Identifier: Apache-2.0
/**
 * Agents seen from outside: over Jolokia's HTTP, or over JMX of a JVM on this machine. Both answer
 * the same JSON. Knows the names in the contract, none of its classes; depends on {@code outcome}.
 */
@NullMarked
package io.github.ckptctl.cli.remote;

import org.jspecify.annotations.NullMarked;
