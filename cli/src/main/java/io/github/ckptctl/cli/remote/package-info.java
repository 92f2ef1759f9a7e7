// SPDX-License-Identifier: Apache-2.0
/**
 * Connections to agents from outside: over Jolokia's HTTP, or over JMX of a JVM on this machine.
 * Both return the same JSON. Uses the names in the contract, none of its classes; depends on {@code
 * outcome}.
 */
@NullMarked
package io.github.ckptctl.cli.remote;

import org.jspecify.annotations.NullMarked;
