// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of the web console in a real browser, against real JobManagers.
 *
 * <p>Depends on the parent package for the cluster, the agent's jar and the MBeans; nothing depends
 * on it.
 */
package io.github.ckptctl.it.console;
