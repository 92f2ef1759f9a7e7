// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster.jobs;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Options of a test job, as pairs of {@code --name} and value. */
final class JobOptions {

    private final Map<String, String> values = new HashMap<>();

    JobOptions(String[] args) {
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].startsWith("--") || i + 1 == args.length) {
                throw new IllegalArgumentException("expected --name value, found " + args[i]);
            }
            values.put(args[i].substring(2), args[i + 1]);
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Returns a value, or the default if it is not given. */
    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    long number(String name, long otherwise) {
        return has(name) ? Long.parseLong(values.get(name)) : otherwise;
    }

    boolean isTrue(String name) {
        return Boolean.parseBoolean(values.get(name));
    }

    /**
     * Sets the options of {@code --set key=value,key=value}, and enables checkpoints if there is an
     * interval, with the other options about them.
     */
    void configureCheckpointing(StreamExecutionEnvironment env) {
        if (has("set")) {
            Map<String, String> settings = new HashMap<>();
            for (String setting : text("set", "").split(",")) {
                int equals = setting.indexOf('=');
                settings.put(setting.substring(0, equals), setting.substring(equals + 1));
            }
            env.configure(Configuration.fromMap(settings));
        }
        if (!has("interval")) {
            return;
        }
        env.enableCheckpointing(number("interval", 0));
        CheckpointConfig config = env.getCheckpointConfig();
        config.setTolerableCheckpointFailureNumber((int) number("tolerable", 1_000_000));
        if (has("concurrent")) {
            config.setMaxConcurrentCheckpoints((int) number("concurrent", 1));
        }
        if (has("timeout")) {
            config.setCheckpointTimeout(number("timeout", 0));
        }
        if (has("minPause")) {
            config.setMinPauseBetweenCheckpoints(number("minPause", 0));
        }
        if (isTrue("unaligned")) {
            config.enableUnalignedCheckpoints(true);
        }
        if (has("alignedTimeout")) {
            config.setAlignedCheckpointTimeout(Duration.ofMillis(number("alignedTimeout", 0)));
        }
    }
}
