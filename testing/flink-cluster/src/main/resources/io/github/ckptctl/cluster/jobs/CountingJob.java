// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;

/**
 * Job that sends the numbers below a limit through exchanges with full network buffers to an
 * operator that tracks in its state which of them it has seen, and writes that down at the end:
 * each number must have been seen once, regardless of what has happened to the job meanwhile.
 *
 * <p>Compiles against every Flink version from 1.18 on: it uses only the API common to them.
 */
public final class CountingJob {

    private static final TypeInformation<Tuple2<Long, byte[]>> RECORD =
            Types.TUPLE(Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    /** Number of keys; a prime, so that they do not follow the splits of the source. */
    private static final int KEYS = 997;

    private CountingJob() {}

    public static void main(String[] args) throws Exception {
        JobOptions options = new JobOptions(args);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        options.configureCheckpointing(env);

        int padding = (int) options.number("recordBytes", 256);
        DataStream<Tuple2<Long, byte[]>> records =
                env.fromSequence(0, options.number("numbers", 20_000) - 1)
                        .map(number -> Tuple2.of(number, new byte[padding]))
                        .returns(RECORD)
                        .uid("padding");
        switch (options.text("edges", "")) {
            case "mixed":
                // a pointwise edge and a broadcast one, which stay aligned
                records =
                        records.rescale()
                                .map(record -> record)
                                .returns(RECORD)
                                .uid("pointwise")
                                .rebalance()
                                .connect(
                                        env.fromSequence(0, 9)
                                                .setParallelism(1)
                                                .broadcast(
                                                        new MapStateDescriptor<>(
                                                                "none", Types.LONG, Types.LONG)))
                                .process(new PassOn())
                                .returns(RECORD)
                                .uid("broadcast");
                break;
            case "custom":
                records =
                        records.partitionCustom(
                                (Long number, int parts) -> (int) (number % parts),
                                record -> record.f0);
                break;
            case "regions":
                // each subtask of the source sends to one, so each pair fails over alone
                records = records.rescale();
                break;
            default:
                records = records.rebalance();
        }
        if (!options.text("edges", "").equals("regions")) {
            records =
                    records.map(record -> record)
                            .returns(RECORD)
                            .uid("relay")
                            .keyBy(record -> record.f0 % KEYS, Types.LONG);
        }
        records.transform("count", Types.LONG, new Count(options))
                .uid("count")
                .filter(number -> false)
                .name("discard");
        env.execute(options.text("name", "counting"));
    }

    /** Function that forwards the records of one side and drops those of the other. */
    private static final class PassOn
            extends BroadcastProcessFunction<Tuple2<Long, byte[]>, Long, Tuple2<Long, byte[]>> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(
                Tuple2<Long, byte[]> record,
                ReadOnlyContext context,
                Collector<Tuple2<Long, byte[]>> out) {
            out.collect(record);
        }

        @Override
        public void processBroadcastElement(
                Long value, Context context, Collector<Tuple2<Long, byte[]>> out) {}
    }

    /** Operator that remembers which numbers have arrived, and how often one arrived again. */
    private static final class Count extends AbstractStreamOperator<Long>
            implements OneInputStreamOperator<Tuple2<Long, byte[]>, Long>, BoundedOneInput {

        private static final long serialVersionUID = 1L;

        /** Number of records between two checks for the file when none is slow. */
        private static final int LOOK_AGAIN = 500;

        private final long recordMillis;
        private final String slowFile;
        private final String directory;
        private final String failFile;
        private transient ListState<byte[]> seenState;
        private transient ListState<Long> againState;
        private transient BitSet seen;
        private transient long again;
        private transient boolean slow;
        private transient long untilLook;

        Count(JobOptions options) {
            recordMillis = options.number("recordMillis", 10);
            slowFile = options.text("slowFile", "");
            directory = options.text("directory", ".");
            failFile = options.text("failFile", "");
        }

        @Override
        public void initializeState(StateInitializationContext context) throws Exception {
            super.initializeState(context);
            seenState =
                    context.getOperatorStateStore()
                            .getListState(
                                    new ListStateDescriptor<>(
                                            "seen",
                                            PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
            againState =
                    context.getOperatorStateStore()
                            .getListState(new ListStateDescriptor<>("again", Types.LONG));
            seen = new BitSet();
            for (byte[] part : seenState.get()) {
                seen.or(BitSet.valueOf(part));
            }
            for (long part : againState.get()) {
                again += part;
            }
        }

        @Override
        public void processElement(StreamRecord<Tuple2<Long, byte[]>> record) throws Exception {
            if (untilLook-- <= 0) {
                slow = Files.exists(Path.of(slowFile));
                untilLook = slow ? 0 : LOOK_AGAIN;
            }
            if (slow) {
                Thread.sleep(recordMillis);
                if (!failFile.isEmpty() && Files.deleteIfExists(Path.of(failFile))) {
                    throw new IllegalStateException("told to fail");
                }
            }
            int number = Math.toIntExact(record.getValue().f0);
            if (seen.get(number)) {
                again++;
            }
            seen.set(number);
        }

        @Override
        public void snapshotState(StateSnapshotContext context) throws Exception {
            super.snapshotState(context);
            seenState.update(List.of(seen.toByteArray()));
            againState.update(List.of(again));
        }

        @Override
        public void endInput() throws IOException {
            StringBuilder lines = new StringBuilder("again " + again + "\n");
            seen.stream().forEach(number -> lines.append(number).append('\n'));
            Path results = Files.createDirectories(Path.of(directory));
            // the names of subtasks are accessed differently in 1.18, so they are not used
            Files.writeString(results.resolve(UUID.randomUUID().toString()), lines.toString());
        }
    }
}
