// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import com.blogspot.mydailyjava.weaklockfree.WeakConcurrentMap;
import org.jspecify.annotations.Nullable;

import java.lang.ref.WeakReference;

/**
 * Shared state registries, weakly, to the files that they are kept from deleting. These are held by
 * the job's engine and, once the job has left, by {@link JobMasterStates}: through the handles of a
 * pinned checkpoint they lead back to the registry.
 *
 * <p>Read from any thread; written by one at a time.
 */
final class PinnedFilesByRegistry {

    private final WeakConcurrentMap<Object, WeakReference<PinnedFiles>> files =
            new WeakConcurrentMap<>(false, false);

    /** Returns the files of a registry, null if it has none. */
    @Nullable PinnedFiles find(Object registry) {
        WeakReference<PinnedFiles> reference = files.get(registry);
        return reference == null ? null : reference.get();
    }

    /** Returns the files of a registry. One thread at a time. */
    PinnedFiles getOrCreate(Object registry) {
        files.expungeStaleEntries();
        PinnedFiles known = find(registry);
        if (known != null) {
            return known;
        }
        PinnedFiles created = new PinnedFiles();
        files.put(registry, new WeakReference<>(created));
        return created;
    }
}
