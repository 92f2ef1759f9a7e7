// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster.jobs;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Job that counts for ever, per key, in an operator whose snapshots take a configured time.
 *
 * <p>{@code --failFile} names a file whose appearance fails the job once; {@code --hangFile} one
 * whose appearance makes a subtask hang in a call; {@code --verify true}, with a parallelism of 1,
 * fails the job whenever its state has lost or duplicated a record.
 *
 * <p>Compiles against every Flink version from 1.18 on: it uses only the API common to them.
 */
public final class SlowSnapshotJob {

    private static final int KEYS = 64;

    private SlowSnapshotJob() {}

    public static void main(String[] args) throws Exception {
        JobOptions options = new JobOptions(args);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        options.configureCheckpointing(env);
        count(env.fromSequence(0, Long.MAX_VALUE), options);
        env.execute(options.text("name", "slow snapshots"));
    }

    /** Adds everything after the source, as the options specify. */
    static void count(DataStream<Long> numbers, JobOptions options) {
        numbers.map(new Throttle(1000 / options.number("recordsPerSecond", 50)))
                .returns(Types.LONG)
                .uid("throttle")
                .keyBy(number -> number % KEYS, Types.LONG)
                .map(
                        new SlowlyCheckpointedCount(
                                options.number("snapshotMillis", 0),
                                options.text("snapshotFile", ""),
                                options.text("failFile", ""),
                                new Hang(options.text("hangFile", "")),
                                options.isTrue("verify"),
                                (int) options.number("slowSubtasks", Integer.MAX_VALUE)))
                .returns(Types.LONG)
                .uid("count")
                .filter(count -> false)
                .name("discard");
    }

    /** Function that limits the rate of records. */
    private static final class Throttle implements MapFunction<Long, Long> {

        private static final long serialVersionUID = 1L;

        private final long pauseMillis;

        Throttle(long pauseMillis) {
            this.pauseMillis = pauseMillis;
        }

        @Override
        public Long map(Long value) throws Exception {
            Thread.sleep(pauseMillis);
            return value;
        }
    }

    /** Function that counts, with slow snapshots. */
    private static final class SlowlyCheckpointedCount extends RichMapFunction<Long, Long>
            implements CheckpointedFunction {

        private static final long serialVersionUID = 1L;
        private static final long SLICE_MILLIS = 50;

        private final long snapshotMillis;
        private final String snapshotFile;
        private final String failFile;
        private final Hang hang;
        private final boolean verified;
        private final int slowSubtasks;
        private transient ValueState<Long> count;

        SlowlyCheckpointedCount(
                long snapshotMillis,
                String snapshotFile,
                String failFile,
                Hang hang,
                boolean verified,
                int slowSubtasks) {
            this.snapshotMillis = snapshotMillis;
            this.snapshotFile = snapshotFile;
            this.failFile = failFile;
            this.hang = hang;
            this.verified = verified;
            this.slowSubtasks = slowSubtasks;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            count =
                    context.getKeyedStateStore()
                            .getState(new ValueStateDescriptor<>("count", Types.LONG));
        }

        @Override
        public Long map(Long value) throws Exception {
            Long before = count.value();
            long now = before == null ? 1 : before + 1;
            count.update(now);
            if (!failFile.isEmpty() && Files.deleteIfExists(Path.of(failFile))) {
                throw new IllegalStateException("told to fail");
            }
            hang.callThatDoesNotReturn();
            // the numbers of a key arrive in order and each once: the n-th is key + KEYS * (n - 1)
            if (verified && now != value / KEYS + 1) {
                throw new IllegalStateException(
                        "number " + value + " is the " + now + "-th of its key: lost or doubled");
            }
            return now;
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            if (subtask(getRuntimeContext()) >= slowSubtasks) {
                return;
            }
            long start = System.nanoTime();
            long restMillis = millis();
            while (restMillis > 0) {
                Thread.sleep(Math.min(SLICE_MILLIS, restMillis));
                restMillis = millis() - (System.nanoTime() - start) / 1_000_000;
            }
        }

        private long millis() throws IOException {
            if (snapshotFile.isEmpty()) {
                return snapshotMillis;
            }
            Path file = Path.of(snapshotFile);
            String content = Files.exists(file) ? Files.readString(file).trim() : "";
            return content.isEmpty() ? snapshotMillis : Long.parseLong(content);
        }

        /**
         * Returns the subtask's index by reflection, since it moved from the context to the task
         * info.
         */
        private static int subtask(RuntimeContext context) throws ReflectiveOperationException {
            Object holder;
            Class<?> type;
            try {
                holder = RuntimeContext.class.getMethod("getTaskInfo").invoke(context);
                type = RuntimeContext.class.getMethod("getTaskInfo").getReturnType();
            } catch (NoSuchMethodException e) {
                // 1.18
                holder = context;
                type = RuntimeContext.class;
            }
            return (int) type.getMethod("getIndexOfThisSubtask").invoke(holder);
        }
    }

    /**
     * Call that does not return once a file is there, which the first subtask that sees it deletes:
     * until it is interrupted or, if the file contains {@code deaf}, until the same file with the
     * suffix {@code .heard} is there, whatever interrupts it.
     */
    private static final class Hang implements Serializable {

        private static final long serialVersionUID = 1L;
        private static final long LOOK_AGAIN_MILLIS = 50;

        private final String file;

        Hang(String file) {
            this.file = file;
        }

        void callThatDoesNotReturn() throws Exception {
            if (file.isEmpty() || !Files.exists(Path.of(file))) {
                return;
            }
            boolean deaf = Files.readString(Path.of(file)).equals("deaf");
            if (!Files.deleteIfExists(Path.of(file))) {
                return;
            }
            while (!Files.exists(Path.of(file + ".heard"))) {
                try {
                    Thread.sleep(LOOK_AGAIN_MILLIS);
                } catch (InterruptedException e) {
                    if (!deaf) {
                        throw e;
                    }
                }
            }
        }
    }
}
