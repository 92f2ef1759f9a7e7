// SPDX-License-Identifier: Apache-2.0
/**
 * Every recipe of docs/operations.md, carried out as it is printed there.
 *
 * <p>Depends on the parent package for the lines, the agent's jar and the beans, and runs the
 * command line that the build has made; nothing depends on it.
 */
package io.github.ckptctl.it.recipes;
