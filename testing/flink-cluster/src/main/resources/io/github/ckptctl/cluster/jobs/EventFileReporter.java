// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.flink.events.Event;
import org.apache.flink.events.reporter.EventReporter;
import org.apache.flink.events.reporter.EventReporterFactory;
import org.apache.flink.metrics.MetricConfig;

/** Reporter that appends each event to a file: severity, name, text and attributes. */
public final class EventFileReporter implements EventReporter {

    private Path file;

    @Override
    public void open(MetricConfig config) {
        file = Path.of(config.getString("path", ""));
    }

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedEvent(Event event) {
        String line =
                String.join(
                        " ",
                        event.getSeverity(),
                        event.getName(),
                        event.getBody(),
                        new TreeMap<>(event.getAttributes()).toString());
        try {
            Files.writeString(
                    file,
                    line.replace('\n', ' ') + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Factory of the reporter, as Flink wants it. */
    public static final class Factory implements EventReporterFactory {
        @Override
        public EventReporter createEventReporter(Properties properties) {
            return new EventFileReporter();
        }
    }
}
