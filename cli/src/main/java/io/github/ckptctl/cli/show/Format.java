// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.show;

/** Format of the data. */
public enum Format {
    /** Table for users. */
    TABLE,
    /** One JSON value, indented. */
    JSON,
    /** One YAML document. */
    YAML
}
