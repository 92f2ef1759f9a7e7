// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** Whether something would help. */
public enum AdviceVerdict {
    /** It addresses what the checkpoint waits for. */
    HELPS,
    /** It can, depending on what is not known. */
    MAY_HELP,
    /** It does not address what the checkpoint waits for, or cannot be used here. */
    DOES_NOT_HELP
}
