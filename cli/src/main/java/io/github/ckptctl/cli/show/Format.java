// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

/** What the data looks like. */
public enum Format {
    /** For people. */
    TABLE,
    /** One JSON value, indented. */
    JSON,
    /** One YAML document. */
    YAML
}
