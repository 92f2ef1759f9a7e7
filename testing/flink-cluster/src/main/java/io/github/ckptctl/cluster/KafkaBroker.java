// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Kafka broker that is its own controller (KRaft), in a process of its own, on the loopback
 * interface. Transactions that have timed out are aborted within half a second, not Kafka's ten.
 *
 * <p>Nothing is left running after {@link #close()}, nor when this JVM ends without it.
 */
public final class KafkaBroker implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration READ = Duration.ofMinutes(1);
    private static final String BROKER = "KafkaStart";
    private static final int CONNECT_MILLIS = 1000;

    private final Path directory;
    private final InetSocketAddress address;
    private final FlinkProcess process;

    private KafkaBroker(Path directory, InetSocketAddress address, FlinkProcess process) {
        this.directory = directory;
        this.address = address;
        this.process = process;
    }

    /**
     * Starts a broker and waits until it accepts connections.
     *
     * @param output the file for its output; its directory must exist
     */
    public static KafkaBroker start(Path output) {
        try {
            Path directory = Files.createTempDirectory("ckptctl-kafka-").toRealPath();
            try {
                KafkaBroker broker = launch(directory, output);
                broker.awaitConnection();
                return broker;
            } catch (RuntimeException | IOException e) {
                Cleanup.after(e, () -> delete(directory));
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start Kafka", e);
        }
    }

    private static KafkaBroker launch(Path directory, Path output) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.onLoopback());
        Path properties = directory.resolve("server.properties");
        Files.writeString(
                properties,
                Resource.text("kafka/server.properties")
                        .replace("@port@", Integer.toString(address.getPort()))
                        .replace("@controller@", Integer.toString(FreePort.onLoopback()))
                        .replace("@logs@", directory.resolve("logs").toString()));
        FlinkProcess process =
                FlinkProcess.start(
                        "kafka",
                        command(directory, BROKER, properties.toString()),
                        Map.of(),
                        directory,
                        directory.resolve("kafka.log"),
                        output);
        return new KafkaBroker(directory, address, process);
    }

    private void awaitConnection() {
        try {
            Condition.await(
                    "Kafka at " + address,
                    START,
                    () -> {
                        process.requireAlive();
                        return isListening();
                    });
        } catch (IllegalStateException e) {
            Cleanup.after(e, process::close);
            throw new IllegalStateException(
                    e.getMessage() + "\n" + LogTail.of(process.output()), e);
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the address for clients. */
    public String bootstrapServers() {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** Returns whether the broker has aborted a transaction of a producer since its time was up. */
    public boolean hasTimedOut(String transactionalIdPrefix) {
        try (Stream<String> lines = Files.lines(process.output())) {
            return lines.anyMatch(
                    line ->
                            line.contains("due to timeout")
                                    && line.contains("transactionalId " + transactionalIdPrefix));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + process.output(), e);
        }
    }

    /**
     * Returns the values of the committed records of topics with one partition each, in the order
     * of the partition. What a transaction has written that is open or aborted is not among them,
     * nor what comes behind an open one.
     */
    public Map<String, List<String>> committed(String... topics) {
        try {
            Process reader =
                    new ProcessBuilder(
                                    command(
                                            directory,
                                            "KafkaRecords",
                                            Stream.concat(
                                                            Stream.of(bootstrapServers()),
                                                            Stream.of(topics))
                                                    .toArray(String[]::new)))
                            .redirectError(directory.resolve("reader.err").toFile())
                            .start();
            reader.getOutputStream().close();
            String output =
                    new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!reader.waitFor(READ.toSeconds(), TimeUnit.SECONDS) || reader.exitValue() != 0) {
                throw new IllegalStateException(
                        "cannot read: " + LogTail.of(directory.resolve("reader.err")));
            }
            return output.lines()
                    .map(line -> line.split(" ", 2))
                    .collect(
                            Collectors.groupingBy(
                                    record -> record[0],
                                    Collectors.mapping(record -> record[1], Collectors.toList())));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read from Kafka", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading from Kafka", e);
        }
    }

    /** Kills the broker and deletes its files. */
    @Override
    public void close() {
        Cleanup.run(List.of(process::close, () -> delete(directory)));
    }

    private static void delete(Path directory) {
        try {
            DirectoryTree.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    /** Returns the command that runs a program of one source file with Kafka's jars. */
    private static List<String> command(Path directory, String program, String... arguments)
            throws IOException {
        Path source = directory.resolve(program + ".java");
        Files.writeString(source, Resource.text("kafka/" + program + ".java"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        if (program.equals(BROKER)) {
            // it reports each transaction that it aborts
            command.add("-Dorg.apache.logging.log4j.level=INFO");
        }
        command.add("-cp");
        command.add(
                KafkaJars.broker().stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)));
        command.add(source.toString());
        command.addAll(List.of(arguments));
        return command;
    }
}
