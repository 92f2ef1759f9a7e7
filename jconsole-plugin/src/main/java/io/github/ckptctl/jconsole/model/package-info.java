// SPDX-License-Identifier: Apache-2.0
/**
 * Data model of the tab: a JobManager's jobs, read over any JMX connection into immutable values,
 * and the operations of one job.
 *
 * <p>Depends on the JDK, JMX and the contract's names; not on Swing or the host. Every value is
 * read as an open type, or as the maps and lists that a connector over HTTP creates from one, and a
 * value that is missing or of another type is read as "none". Calls may block: {@link
 * io.github.ckptctl.jconsole.model.BoundedCalls} gives each a time limit.
 */
@NullMarked
package io.github.ckptctl.jconsole.model;

import org.jspecify.annotations.NullMarked;
