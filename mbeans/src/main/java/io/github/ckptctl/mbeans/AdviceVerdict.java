// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** Verdict on whether a setting or an operation would help a checkpoint. */
public enum AdviceVerdict {
    /** It addresses what the checkpoint waits for. */
    HELPS,
    /** It can, depending on facts that are not known. */
    MAY_HELP,
    /** It does not address what the checkpoint waits for, or cannot be used here. */
    DOES_NOT_HELP
}
