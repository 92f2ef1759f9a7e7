// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeOffsets;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.changelog.ChangelogStateBackendHandle.ChangelogStateBackendHandleImpl;
import org.apache.flink.runtime.state.changelog.ChangelogStateHandle;
import org.apache.flink.runtime.state.changelog.ChangelogStateHandleStreamImpl;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.filesystem.RelativeFileStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

class SnapshotFilesTest {

    private static final KeyGroupRange RANGE = KeyGroupRange.of(0, 127);
    private static final RelativeFileStateHandle FILE =
            new RelativeFileStateHandle(new Path("file:/savepoint-1/a"), "a", 30);
    private static final ByteStreamStateHandle INLINE =
            new ByteStreamStateHandle("inline", new byte[] {1});

    @Test
    void givesSharedFilesTheirWholePathAndLeavesTheRest() {
        // given
        IncrementalRemoteKeyedStateHandle state = incremental(FILE, INLINE);

        // when
        boolean all = SnapshotFiles.makeAbsolute(List.of(operator(), operator(state)));

        // then: equal handles are of the same class
        assertThat(all).isTrue();
        assertThat(state.getSharedState())
                .extracting(HandleAndLocalPath::getHandle)
                .containsExactly(new FileStateHandle(FILE.getFilePath(), 30), INLINE);
        assertThat(state.getPrivateState())
                .extracting(HandleAndLocalPath::getHandle)
                .containsExactly(FILE);
    }

    @Test
    void needsNothingForStateThatNoOtherCheckpointShares() {
        // given
        KeyedStateHandle heap = new KeyGroupsStateHandle(new KeyGroupRangeOffsets(RANGE), FILE);

        // when, then
        assertThat(SnapshotFiles.makeAbsolute(List.of(operator(heap)))).isTrue();
    }

    @Test
    void takesTheHandleOfTheChangelogOffWhatIsWholeBelowIt() {
        // given
        IncrementalRemoteKeyedStateHandle below = incremental(FILE);
        OperatorState operator = operator(changelog(below), incremental(INLINE));

        // when
        boolean all = SnapshotFiles.makeAbsolute(List.of(operator));

        // then: Flink gives the rest its whole path when it restores into a changelog
        assertThat(all).isTrue();
        assertThat(operator.getState(0).getManagedKeyedState()).containsExactly(below);
        assertThat(below.getSharedState())
                .extracting(HandleAndLocalPath::getHandle)
                .containsExactly(new FileStateHandle(FILE.getFilePath(), 30));
        assertThat(operator.getState(1).getManagedKeyedState()).hasSize(1);
    }

    @Test
    void saysSoWhereStateIsLeftThatMayBeShared() {
        // given
        ChangelogStateHandle changes =
                new ChangelogStateHandleStreamImpl(List.of(), RANGE, 1, 1, "filesystem");
        KeyedStateHandle changelog = changelog(incremental(FILE), changes);

        // when, then
        assertThat(SnapshotFiles.makeAbsolute(List.of(operator(incremental(FILE), changelog))))
                .isFalse();
    }

    private static KeyedStateHandle changelog(
            KeyedStateHandle materialized, ChangelogStateHandle... changes) {
        return new ChangelogStateBackendHandleImpl(
                List.of(materialized), List.of(changes), RANGE, 1, 1, 0);
    }

    private static IncrementalRemoteKeyedStateHandle incremental(StreamStateHandle... shared) {
        return new IncrementalRemoteKeyedStateHandle(
                new UUID(1, 2),
                RANGE,
                1,
                List.of(shared).stream()
                        .map(handle -> HandleAndLocalPath.of(handle, "000001.sst"))
                        .toList(),
                List.of(HandleAndLocalPath.of(FILE, "MANIFEST")),
                INLINE);
    }

    private static OperatorState operator(KeyedStateHandle... states) {
        OperatorState operator = new OperatorState(null, null, new OperatorID(), 2, 128);
        for (int i = 0; i < states.length; i++) {
            operator.putState(
                    i, OperatorSubtaskState.builder().setManagedKeyedState(states[i]).build());
        }
        return operator;
    }
}
