// SPDX-License-Identifier: Apache-2.0
/**
 * Tab: Swing components that show the data of the model, and their workers.
 *
 * <p>Depends on the model, Swing and XChart; not on the host. Everything but {@link
 * io.github.ckptctl.jconsole.view.CheckpointTab#poll} must run on Swing's thread, on which nothing
 * here waits for a JobManager. Colours come from the look and feel in use, sizes from its fonts; no
 * state is shown by colour alone.
 */
@NullMarked
package io.github.ckptctl.jconsole.view;

import org.jspecify.annotations.NullMarked;
