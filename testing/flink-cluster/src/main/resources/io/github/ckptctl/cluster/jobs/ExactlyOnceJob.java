// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster.jobs;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.graph.GlobalStreamExchangeMode;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.Collector;

/**
 * Job that reads numbers, logs each one that it reads to a file, sends them through a keyed
 * exchange, and writes them to files that become visible with the checkpoint that they belong to.
 *
 * <p>So duplicate reads, and duplicate or missing output, can be counted afterwards. Compiles
 * against every Flink version from 1.18 on: it uses only the API common to them.
 */
public final class ExactlyOnceJob {

    private static final int KEYS = 64;

    private ExactlyOnceJob() {}

    public static void main(String[] args) throws Exception {
        JobOptions options = new JobOptions(args);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        options.configureCheckpointing(env);
        if (options.isTrue("blocking")) {
            // blocking edges flush nothing
            env.setBufferTimeout(-1);
        }
        DataStream<Long> numbers =
                env.fromSource(
                                new Numbers(options),
                                WatermarkStrategy.noWatermarks(),
                                "numbers")
                        .map(new Reading(options))
                        .returns(Types.LONG)
                        .uid("read");
        if (options.has("finite")) {
            // its tasks finish soon, the others continue to run
            numbers =
                    numbers.union(
                            env.fromSequence(-options.number("finite", 1), -1)
                                    .map(new Reading(options))
                                    .returns(Types.LONG)
                                    .uid("read a few"));
        }
        numbers.keyBy(number -> number % KEYS, Types.LONG)
                .process(new AtTheEndOfTime(options))
                .returns(Types.LONG)
                .uid("end of time")
                .map(new CommittedFiles(options))
                .returns(Types.LONG)
                .uid("write")
                .filter(number -> false)
                .name("discard");
        StreamGraph graph = env.getStreamGraph();
        graph.setJobName(options.text("name", "exactly once"));
        if (options.isTrue("blocking")) {
            graph.setGlobalStreamExchangeMode(GlobalStreamExchangeMode.ALL_EDGES_BLOCKING);
        }
        env.execute(graph);
    }

    private static void awaitAbsence(String file) throws IOException {
        while (!file.isEmpty() && Files.exists(Path.of(file))) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }
    }

    private static Path directory(JobOptions options, String kind) throws IOException {
        return Files.createDirectories(Path.of(options.text("directory", ".")).resolve(kind));
    }

    /** Source of infinite numbers, whose enumerator can block in a snapshot. */
    private static final class Numbers extends NumberSequenceSource {

        private static final long serialVersionUID = 1L;

        private final String holdFile;

        Numbers(JobOptions options) {
            super(0, Long.MAX_VALUE);
            holdFile = options.text("holdEnumerator", "");
        }

        @Override
        public SimpleVersionedSerializer<Collection<NumberSequenceSplit>>
                getEnumeratorCheckpointSerializer() {
            SimpleVersionedSerializer<Collection<NumberSequenceSplit>> other =
                    super.getEnumeratorCheckpointSerializer();
            return new SimpleVersionedSerializer<>() {
                @Override
                public int getVersion() {
                    return other.getVersion();
                }

                @Override
                public byte[] serialize(Collection<NumberSequenceSplit> splits)
                        throws IOException {
                    awaitAbsence(holdFile);
                    return other.serialize(splits);
                }

                @Override
                public Collection<NumberSequenceSplit> deserialize(int version, byte[] bytes)
                        throws IOException {
                    return other.deserialize(version, bytes);
                }
            };
        }
    }

    /** Function that logs each number from the source to a file, in the task of the source. */
    private static final class Reading extends RichMapFunction<Long, Long> {

        private static final long serialVersionUID = 1L;

        private final String directory;
        private final String holdFile;
        private final long pauseNanos;
        private transient BufferedWriter log;

        Reading(JobOptions options) throws IOException {
            directory = directory(options, "read").toString();
            holdFile = options.text("holdSource", "");
            pauseNanos = 1_000_000_000 / options.number("recordsPerSecond", 50);
        }

        @Override
        public Long map(Long value) throws Exception {
            if (log == null) {
                log = Files.newBufferedWriter(Path.of(directory, UUID.randomUUID() + ".txt"));
            }
            log.write(value + "\n");
            log.flush();
            LockSupport.parkNanos(pauseNanos);
            awaitAbsence(holdFile);
            return value;
        }

        @Override
        public void close() throws Exception {
            if (log != null) {
                log.close();
            }
        }
    }

    /** Function that forwards numbers, and logs the keys whose timers fire when event time ends. */
    private static final class AtTheEndOfTime extends KeyedProcessFunction<Long, Long, Long> {

        private static final long serialVersionUID = 1L;

        private final String directory;

        AtTheEndOfTime(JobOptions options) throws IOException {
            directory = directory(options, "fired").toString();
        }

        @Override
        public void processElement(Long value, Context context, Collector<Long> out) {
            context.timerService().registerEventTimeTimer(Long.MAX_VALUE - 1);
            out.collect(value);
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<Long> out)
                throws Exception {
            Files.createFile(Path.of(directory, "key" + context.getCurrentKey()));
        }
    }

    /**
     * Function that writes numbers to files in two phases: a file is closed with a snapshot and
     * gets its final name when the snapshot is complete, or when the job is restored from it.
     */
    private static final class CommittedFiles extends RichMapFunction<Long, Long>
            implements CheckpointedFunction, CheckpointListener {

        private static final long serialVersionUID = 1L;

        private final String open;
        private final String committed;
        private final String holdSnapshot;
        private final String holdCommit;
        private transient ListState<String> closed;
        private transient BufferedWriter writer;
        private transient String name;

        CommittedFiles(JobOptions options) throws IOException {
            open = directory(options, "open").toString();
            committed = directory(options, "committed").toString();
            holdSnapshot = options.text("holdSnapshot", "");
            holdCommit = options.text("holdCommit", "");
        }

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            closed =
                    context.getOperatorStateStore()
                            .getListState(new ListStateDescriptor<>("closed files", Types.STRING));
            commit(Long.MAX_VALUE);
        }

        @Override
        public Long map(Long value) throws Exception {
            if (writer == null) {
                name = UUID.randomUUID().toString();
                writer = Files.newBufferedWriter(Path.of(open, name));
            }
            writer.write(value + "\n");
            return value;
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            awaitAbsence(holdSnapshot);
            if (writer != null) {
                writer.close();
                writer = null;
                closed.add(context.getCheckpointId() + "/" + name);
            }
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) throws Exception {
            commit(checkpointId);
            if (!holdCommit.isEmpty() && checkpointId > lastToCommit()) {
                awaitAbsence(holdCommit);
            }
        }

        private long lastToCommit() throws IOException {
            try {
                return Long.parseLong(Files.readString(Path.of(holdCommit)));
            } catch (NoSuchFileException e) {
                return Long.MAX_VALUE;
            }
        }

        /** Gives the files of a checkpoint, and those before it, their final names; idempotent. */
        private void commit(long checkpointId) throws Exception {
            List<String> later = new ArrayList<>();
            for (String file : closed.get()) {
                String[] parts = file.split("/");
                if (Long.parseLong(parts[0]) > checkpointId) {
                    later.add(file);
                } else if (Files.exists(Path.of(open, parts[1]))) {
                    Files.move(
                            Path.of(open, parts[1]),
                            Path.of(committed, parts[1]),
                            StandardCopyOption.ATOMIC_MOVE);
                }
            }
            closed.update(later);
        }
    }
}
