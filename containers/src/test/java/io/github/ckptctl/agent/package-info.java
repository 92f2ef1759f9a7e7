// SPDX-License-Identifier: Apache-2.0
/**
 * The agent's own reading of its options, opened to the tests of the examples.
 *
 * <p>Lives in the agent's package, as the parser is nobody else's business. Depends on the agent.
 */
@NullMarked
package io.github.ckptctl.agent;

import org.jspecify.annotations.NullMarked;
