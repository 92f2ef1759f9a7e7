// SPDX-License-Identifier: Apache-2.0
/**
 * Tests that execute every recipe of docs/operations.md as it is printed there.
 *
 * <p>Depends on the parent package for the lines, the agent's jar and the MBeans, and runs the
 * command line that the build has created; nothing depends on it.
 */
package io.github.ckptctl.it.recipes;
