// SPDX-License-Identifier: Apache-2.0
/**
 * The tab: Swing components that show what the model has read, and its workers.
 *
 * <p>Knows the model, Swing and XChart; nothing of the host. Everything but {@link
 * io.github.ckptctl.jconsole.view.CheckpointTab#poll} is for Swing's thread, on which nothing here
 * waits for a JobManager. Colours come from the look and feel in use, sizes from its fonts; no
 * state is shown by colour alone.
 */
@NullMarked
package io.github.ckptctl.jconsole.view;

import org.jspecify.annotations.NullMarked;
