// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster.jobs;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Job with a source that is never slow, all-to-all exchanges, and a slow operator: every network
 * buffer on the way is full, and a checkpoint barrier that must queue waits for everything in front
 * of it.
 *
 * <p>Each record is processed in a few milliseconds, so that a barrier which may overtake need not
 * wait for long. The source and the exchanges take next to no CPU, since they mostly wait.
 *
 * <p>Compiles against every Flink version from 1.18 on: it uses only the API common to them.
 */
public final class BackPressureJob {

    private BackPressureJob() {}

    public static void main(String[] args) throws Exception {
        JobOptions options = new JobOptions(args);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        options.configureCheckpointing(env);

        DataStream<byte[]> records =
                env.fromSequence(0, Long.MAX_VALUE)
                        .map(new Padding((int) options.number("recordBytes", 256)))
                        .returns(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
                        .uid("padding");
        long exchanges = options.number("exchanges", 2);
        for (int i = 1; i < exchanges; i++) {
            records =
                    records.rebalance()
                            .map(record -> record)
                            .returns(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
                            .uid("relay " + i)
                            .name("relay " + i);
        }
        records.rebalance()
                .map(
                        new SlowCount(
                                options.number("recordMillis", 10), options.text("failFile", "")))
                .returns(Types.LONG)
                .uid("slow")
                .name("slow")
                .filter(count -> false)
                .name("discard");
        env.execute(options.text("name", "back-pressure"));
    }

    /** Function that makes records of a number and the configured number of bytes. */
    private static final class Padding implements MapFunction<Long, byte[]> {

        private static final long serialVersionUID = 1L;

        private final int bytes;

        Padding(int bytes) {
            this.bytes = bytes;
        }

        @Override
        public byte[] map(Long value) {
            return ByteBuffer.allocate(Math.max(Long.BYTES, bytes)).putLong(value).array();
        }
    }

    /**
     * Slow function that counts records.
     *
     * <p>The gauge {@code processed} is the count: records that a failure undoes are subtracted
     * again. The gauge {@code restored} is the count at the last start of the job.
     */
    private static final class SlowCount extends RichMapFunction<byte[], Long>
            implements CheckpointedFunction {

        private static final long serialVersionUID = 1L;

        private final long recordMillis;
        private final String failFile;
        private transient ListState<Long> state;
        private transient volatile long processed;

        SlowCount(long recordMillis, String failFile) {
            this.recordMillis = recordMillis;
            this.failFile = failFile;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            state =
                    context.getOperatorStateStore()
                            .getListState(new ListStateDescriptor<>("processed", Types.LONG));
            long sum = 0;
            for (long part : state.get()) {
                sum += part;
            }
            long restored = sum;
            processed = restored;
            MetricGroup metrics = getRuntimeContext().getMetricGroup();
            metrics.gauge("processed", (Gauge<Long>) () -> processed);
            metrics.gauge("restored", (Gauge<Long>) () -> restored);
        }

        @Override
        public Long map(byte[] record) throws Exception {
            Thread.sleep(recordMillis);
            long now = processed + 1;
            processed = now;
            if (!failFile.isEmpty() && Files.deleteIfExists(Path.of(failFile))) {
                throw new IllegalStateException("told to fail");
            }
            return now;
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            state.clear();
            state.add(processed);
        }
    }
}
