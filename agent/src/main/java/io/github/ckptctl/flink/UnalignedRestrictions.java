// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.apache.flink.runtime.executiongraph.ExecutionGraph;
import org.apache.flink.runtime.executiongraph.ExecutionJobVertex;
import org.apache.flink.runtime.io.network.partition.ResultPartitionType;
import org.apache.flink.runtime.jobgraph.JobEdge;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.util.SerializedValue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Restrictions that rule unaligned checkpoints out for a job that was submitted with aligned ones:
 * Flink's own rules, which the client checks when a job is submitted ({@code
 * StreamingJobGraphGenerator} and {@code StreamGraphGenerator}, 1.18 to 2.3), and connectors that
 * are known to count on alignment. Read from the JobManager's own objects; no code of the job is
 * loaded or run. Immutable.
 */
final class UnalignedRestrictions {

    /**
     * Packages and classes that count on alignment, each with the source of that: Iceberg's {@code
     * FlinkSink} loses data (apache/iceberg#15846), Paimon's sinks and aligned source cannot be
     * submitted with unaligned checkpoints (apache/paimon#352, #9451), the compaction of file sinks
     * loses track of files (FLINK-26314, FLINK-26440).
     */
    static final List<String> COUNT_ON_ALIGNMENT =
            List.of(
                    "org.apache.iceberg.flink.sink.",
                    "org.apache.paimon.flink.",
                    "org.apache.flink.connector.file.sink.compactor.",
                    "org.apache.flink.connector.file.table.stream.compact.");

    private static final String COMMITTER =
            "org.apache.flink.streaming.runtime.operators.sink.CommitterOperator";

    /** {@code StreamConfig.GRAPH_CONTAINING_LOOPS}, 1.18 to 2.3. */
    private static final ConfigOption<Boolean> LOOPS =
            ConfigOptions.key("graphContainingLoops").booleanType().defaultValue(false);

    private final UnalignedInternals parts;
    private final List<String> countOnAlignment;

    /**
     * @param more names of further classes or packages that count on alignment
     */
    UnalignedRestrictions(UnalignedInternals parts, List<String> more) {
        this.parts = parts;
        this.countOnAlignment = new ArrayList<>(COUNT_ON_ALIGNMENT);
        this.countOnAlignment.addAll(more);
    }

    /**
     * Returns the reasons that rule them out for a job, as part of a sentence; empty if there are
     * none.
     */
    String of(ExecutionGraph graph, CheckpointCoordinator coordinator) {
        Set<String> found = new LinkedHashSet<>();
        int concurrent = parts.maxConcurrent(coordinator);
        if (concurrent > 1) {
            found.add(
                    concurrent
                            + " checkpoints may be in flight at once, which Flink allows with"
                            + " aligned ones only");
        }
        if (!parts.masterHooks.get(coordinator).isEmpty()) {
            found.add(
                    "a source may trigger its checkpoints itself (master hook "
                            + String.join(", ", parts.masterHooks.get(coordinator).keySet())
                            + ")");
        }
        for (ExecutionJobVertex vertex : graph.getVerticesTopologically()) {
            add(vertex.getJobVertex(), found);
        }
        return String.join("; ", found);
    }

    private void add(JobVertex vertex, Set<String> found) {
        if (vertex.getConfiguration().get(LOOPS)) {
            found.add("the job has an iteration");
        }
        for (JobEdge input : vertex.getInputs()) {
            if ("CUSTOM".equals(input.getShipStrategyName())) {
                found.add(
                        "a custom partitioner leads into '"
                                + vertex.getName()
                                + "': after a rescale its records in flight would be restored in"
                                + " the wrong subtasks");
            }
            if (input.getSource().getResultType() == ResultPartitionType.PIPELINED_APPROXIMATE) {
                found.add("the job uses approximate local recovery");
            }
        }
        String content = content(vertex);
        for (String name : countOnAlignment) {
            if (content.contains(name)) {
                found.add(
                        "'" + vertex.getName() + "' uses " + name + ", which counts on alignment");
            }
        }
        // whether it is chained to its writer, where nothing can be overtaken, is not checked
        if (!parts.areCommittersAligned() && content.contains(COMMITTER)) {
            found.add(
                    "'"
                            + vertex.getName()
                            + "' commits for a sink, and this Flink lets barriers overtake what is"
                            + " sent to it (FLINK-36287)");
        }
    }

    /**
     * Returns the content of a vertex, as a text in which a class's name is found. Operators are in
     * its configuration as serialized objects, those of the whole chain inside those of its head,
     * and names appear unchanged in serialized objects; so none is deserialized.
     */
    private static String content(JobVertex vertex) {
        try {
            byte[] serialized = new SerializedValue<>(vertex.getConfiguration()).getByteArray();
            return vertex.getName() + new String(serialized, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException("what a vertex is made of cannot be read", e);
        }
    }
}
