// SPDX-License-Identifier: Apache-2.0
/**
 * The plugin that JConsole and VisualVM load: it hands the host's calls on to the tab.
 *
 * <p>Alone knows the host, and of it only {@code JConsolePlugin} and {@code JConsoleContext}, which
 * are all that VisualVM has. Knows the view; nothing knows this package.
 */
@NullMarked
package io.github.ckptctl.jconsole;

import org.jspecify.annotations.NullMarked;
