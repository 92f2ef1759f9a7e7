// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.FlinkOption;
import io.github.ckptctl.control.model.OptionValue;
import io.github.ckptctl.control.model.OptionValue.Origin;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.FallbackKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Options of Flink that no setting changes, with a job's values. An option is known by its key
 * among the constants of {@code CheckpointingOptions}, so that a Flink which lacks it is known not
 * to have it. Immutable.
 */
final class RelatedOptions {

    private static final Logger LOG = LoggerFactory.getLogger(RelatedOptions.class);

    private final Map<FlinkOption, ConfigOption<?>> options = new EnumMap<>(FlinkOption.class);

    RelatedOptions() {
        for (Field field : CheckpointingOptions.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
                register(field);
            }
        }
    }

    private void register(Field field) {
        try {
            ConfigOption<?> option = (ConfigOption<?>) field.get(null);
            for (FlinkOption related : FlinkOption.values()) {
                if (isOf(related, option)) {
                    options.put(related, option);
                }
            }
        } catch (IllegalAccessException e) {
            throw new UnsupportedOperationException(field + " cannot be read", e);
        }
    }

    private static boolean isOf(FlinkOption related, ConfigOption<?> option) {
        return option.key().equals(related.key())
                || StreamSupport.stream(option.fallbackKeys().spliterator(), false)
                        .map(FallbackKey::getKey)
                        .anyMatch(related.key()::equals);
    }

    /**
     * Returns the values of a job.
     *
     * @param ofJob the configuration that the job was submitted with
     * @param ofCluster this JobManager's configuration, null if it is not known
     * @param isAllowedAfterTasksFinished whether checkpoints go on after tasks have finished, which
     *     the job's coordinator knows; lines before 1.20 have the option in another place
     */
    Map<FlinkOption, OptionValue> values(
            Configuration ofJob,
            @Nullable Configuration ofCluster,
            boolean isAllowedAfterTasksFinished) {
        Map<FlinkOption, OptionValue> values = new EnumMap<>(FlinkOption.class);
        options.forEach(
                (related, option) -> {
                    try {
                        values.put(related, value(related, option, ofJob, ofCluster));
                    } catch (IllegalArgumentException e) {
                        // Flink would not start with what cannot be parsed; it is left out
                        LOG.debug("The value of {} cannot be read", related.key(), e);
                    }
                });
        values.put(
                FlinkOption.AFTER_TASKS_FINISH,
                new OptionValue(
                        FlinkOption.AFTER_TASKS_FINISH,
                        "" + isAllowedAfterTasksFinished,
                        isAllowedAfterTasksFinished ? Origin.DEFAULT : Origin.JOB));
        return values;
    }

    private static OptionValue value(
            FlinkOption related,
            ConfigOption<?> option,
            Configuration ofJob,
            @Nullable Configuration ofCluster) {
        if (ofJob.getOptional(option).isPresent()) {
            return new OptionValue(related, text(ofJob.get(option)), Origin.JOB);
        }
        // the others are read from the job's configuration alone
        if (related.isOfCluster() && ofCluster != null && ofCluster.contains(option)) {
            return new OptionValue(related, text(ofCluster.get(option)), Origin.CLUSTER);
        }
        return new OptionValue(related, text(option.defaultValue()), Origin.DEFAULT);
    }

    private static String text(@Nullable Object value) {
        return value instanceof Duration ? ((Duration) value).toMillis() + " ms" : "" + value;
    }
}
