// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.nio.file.Path;

/** A jar with a job, and the class whose main method builds the job. */
public record JobJar(Path jar, String entryClass) {}
