// SPDX-License-Identifier: Apache-2.0
/**
 * The agent's own parser of its options, made accessible to the tests of the examples.
 *
 * <p>Located in the agent's package, since the parser is not public. Depends on the agent.
 */
@NullMarked
package io.github.ckptctl.agent;

import org.jspecify.annotations.NullMarked;
