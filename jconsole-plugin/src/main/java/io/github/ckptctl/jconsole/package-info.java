// SPDX-License-Identifier: Apache-2.0
/**
 * Plugin that JConsole and VisualVM load: it passes the host's calls on to the tab.
 *
 * <p>Only this package uses the host, and of it only {@code JConsolePlugin} and {@code
 * JConsoleContext}, which are all that VisualVM provides. Depends on the view; no other package
 * depends on this one.
 */
@NullMarked
package io.github.ckptctl.jconsole;

import org.jspecify.annotations.NullMarked;
