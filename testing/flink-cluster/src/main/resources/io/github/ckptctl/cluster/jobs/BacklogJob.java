// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * {@link SlowSnapshotJob} with a source that reports a backlog while a file exists.
 *
 * <p>Compiles against every Flink version from 1.19 on, which introduced the report.
 */
public final class BacklogJob {

    private static final String INTERVAL_DURING_BACKLOG =
            "execution.checkpointing.interval-during-backlog";

    private BacklogJob() {}

    public static void main(String[] args) throws Exception {
        JobOptions options = new JobOptions(args);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        options.configureCheckpointing(env);
        if (options.has("intervalDuringBacklog")) {
            env.configure(
                    Configuration.fromMap(
                            Map.of(
                                    INTERVAL_DURING_BACKLOG,
                                    options.number("intervalDuringBacklog", 0) + " ms")));
        }
        SlowSnapshotJob.count(
                env.fromSource(
                        new BacklogSource(options.text("backlogFile", "")),
                        WatermarkStrategy.noWatermarks(),
                        "backlog source"),
                options);
        env.execute(options.text("name", "backlog"));
    }

    /** Source of infinite numbers; the enumerator checks for the file. */
    private static final class BacklogSource extends NumberSequenceSource {

        private static final long serialVersionUID = 1L;

        private final String backlogFile;

        BacklogSource(String backlogFile) {
            super(0, Long.MAX_VALUE);
            this.backlogFile = backlogFile;
        }

        @Override
        public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>>
                createEnumerator(SplitEnumeratorContext<NumberSequenceSplit> context) {
            return new BacklogEnumerator(super.createEnumerator(context), context, backlogFile);
        }

        @Override
        public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>>
                restoreEnumerator(
                        SplitEnumeratorContext<NumberSequenceSplit> context,
                        Collection<NumberSequenceSplit> checkpoint) {
            return new BacklogEnumerator(
                    super.restoreEnumerator(context, checkpoint), context, backlogFile);
        }
    }

    /**
     * Enumerator that reports whether there is a backlog whenever that has changed; it delegates
     * everything else.
     */
    private static final class BacklogEnumerator
            implements SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> {

        private static final long LOOK_AGAIN_MILLIS = 100;

        private final SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> other;
        private final SplitEnumeratorContext<NumberSequenceSplit> context;
        private final String backlogFile;
        private boolean backlog;

        BacklogEnumerator(
                SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> other,
                SplitEnumeratorContext<NumberSequenceSplit> context,
                String backlogFile) {
            this.other = other;
            this.context = context;
            this.backlogFile = backlogFile;
        }

        @Override
        public void start() {
            other.start();
            say(isThere());
            context.callAsync(this::isThere, this::heard, LOOK_AGAIN_MILLIS, LOOK_AGAIN_MILLIS);
        }

        private boolean isThere() {
            return !backlogFile.isEmpty() && Files.exists(Path.of(backlogFile));
        }

        private void heard(Boolean isThere, Throwable failure) {
            if (failure != null) {
                throw new IllegalStateException("cannot look for " + backlogFile, failure);
            }
            say(isThere);
        }

        private void say(boolean isThere) {
            if (isThere != backlog) {
                backlog = isThere;
                context.setIsProcessingBacklog(isThere);
            }
        }

        @Override
        public void handleSplitRequest(int subtask, String host) {
            other.handleSplitRequest(subtask, host);
        }

        @Override
        public void handleSourceEvent(int subtask, SourceEvent event) {
            other.handleSourceEvent(subtask, event);
        }

        @Override
        public void addSplitsBack(List<NumberSequenceSplit> splits, int subtask) {
            other.addSplitsBack(splits, subtask);
        }

        @Override
        public void addReader(int subtask) {
            other.addReader(subtask);
        }

        @Override
        public Collection<NumberSequenceSplit> snapshotState(long checkpointId) throws Exception {
            return other.snapshotState(checkpointId);
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) throws Exception {
            other.notifyCheckpointComplete(checkpointId);
        }

        @Override
        public void close() throws IOException {
            other.close();
        }
    }
}
