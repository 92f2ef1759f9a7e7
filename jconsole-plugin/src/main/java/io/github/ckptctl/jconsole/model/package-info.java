// SPDX-License-Identifier: Apache-2.0
/**
 * What the tab knows: a JobManager's jobs, read over any JMX connection into values that do not
 * change, and the operations of one job.
 *
 * <p>Knows the JDK, JMX and the contract's names; no Swing and nothing of the host. Every value is
 * read as an open type, or as the maps and lists that a connector over HTTP makes of one, and what
 * is missing or of another kind reads as "none". Calls may block: {@link
 * io.github.ckptctl.jconsole.model.BoundedCalls} gives each a time limit.
 */
@NullMarked
package io.github.ckptctl.jconsole.model;

import org.jspecify.annotations.NullMarked;
