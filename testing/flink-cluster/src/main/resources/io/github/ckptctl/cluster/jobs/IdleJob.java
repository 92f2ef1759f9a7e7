// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster.jobs;

import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceEnumerator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Job of one task that waits for ever, and takes part in checkpoints at once.
 *
 * <p>Compiles against every Flink version from 1.18 on: it uses only the API common to them.
 */
public final class IdleJob {

    private IdleJob() {}

    public static void main(String[] args) throws Exception {
        JobOptions options = new JobOptions(args);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        options.configureCheckpointing(env);
        env.fromSource(new IdleSource(), WatermarkStrategy.noWatermarks(), "idle source")
                .filter(number -> false)
                .name("discard");
        env.execute(options.text("name", "idle"));
    }

    /** Source of numbers that never arrive: a reader's request for splits is not answered. */
    private static final class IdleSource extends NumberSequenceSource {

        private static final long serialVersionUID = 1L;

        IdleSource() {
            super(0, Long.MAX_VALUE);
        }

        @Override
        public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>>
                createEnumerator(SplitEnumeratorContext<NumberSequenceSplit> context) {
            return restoreEnumerator(context, List.of());
        }

        @Override
        public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>>
                restoreEnumerator(
                        SplitEnumeratorContext<NumberSequenceSplit> context,
                        Collection<NumberSequenceSplit> checkpoint) {
            return new IteratorSourceEnumerator<>(context, checkpoint) {
                @Override
                public void handleSplitRequest(int subtask, String host) {}
            };
        }
    }
}
