// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One JVM of a cluster, with its log and its standard output in files.
 *
 * <p>Does not outlive this JVM, no matter how this JVM ends. Thread-safe.
 */
public final class FlinkProcess implements AutoCloseable {

    private static final Duration DEATH = Duration.ofSeconds(20);
    private static final Duration ORDERLY_END = Duration.ofMinutes(2);

    private final String name;
    private final Process process;
    private final Path log;
    private final Path output;
    private final Thread hook;
    private final @Nullable ProcessReaper lifeline;
    private final Instant started;
    private volatile boolean paused;

    private FlinkProcess(String name, Instant started, Process process, Path log, Path output) {
        this.name = name;
        this.started = started;
        this.process = process;
        this.log = log;
        this.output = output;
        this.hook = new Thread(process::destroyForcibly, "kill-" + name);
        Runtime.getRuntime().addShutdownHook(hook);
        this.lifeline = lifelineTo(process);
    }

    /**
     * Starts a process.
     *
     * @param name for logs and messages
     * @param log the file to which the process logs
     * @param output the file for standard output and standard error
     */
    static FlinkProcess start(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Path log,
            Path output) {
        try {
            Files.deleteIfExists(log);
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Instant started = Instant.now();
            return owned(name, started, builder.start(), log, output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    private static FlinkProcess owned(
            String name, Instant started, Process process, Path log, Path output)
            throws IOException {
        try {
            process.getOutputStream().close();
            return new FlinkProcess(name, started, process, log, output);
        } catch (IOException | IllegalStateException e) {
            // this JVM is already shutting down and accepts no more shutdown hooks
            process.destroyForcibly();
            throw e;
        }
    }

    /** Returns the name of the process in messages, for example {@code taskmanager-0}. */
    public String name() {
        return name;
    }

    /** Returns when it was started, before its JVM did anything. */
    public Instant started() {
        return started;
    }

    /** Returns the process id. */
    public long pid() {
        return process.pid();
    }

    /** Returns whether the process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the file to which the process logs; it does not exist before the first line. */
    public Path log() {
        return log;
    }

    /** Returns the file with the standard output and standard error of the process. */
    public Path output() {
        return output;
    }

    /** Returns the log of the process so far, empty if there is none. */
    public String logText() {
        try {
            return Files.exists(log)
                    ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    /**
     * Pauses the process (SIGSTOP): it does nothing and answers nothing until {@link #resume()}.
     * Needs a POSIX shell.
     */
    public void pause() {
        paused = true;
        signal("STOP");
    }

    /** Continues the process (SIGCONT). */
    public void resume() {
        signal("CONT");
        paused = false;
    }

    /** Throws if the process no longer runs. */
    void requireAlive() {
        if (!isAlive()) {
            throw new IllegalStateException(this + " ended");
        }
    }

    /** Returns whether the process runs and is not paused. */
    boolean isAwake() {
        return isAlive() && !paused;
    }

    /** Ends the process forcibly and waits until it is gone, even if interrupted. */
    public void kill() {
        process.destroyForcibly();
        if (!isGoneWithin(DEATH)) {
            throw new IllegalStateException(name + " survived its killing, pid " + pid());
        }
        release();
    }

    /** Ends the process in an orderly manner (SIGTERM) and waits until it is gone. */
    public void stop() {
        process.destroy();
        if (!isGoneWithin(ORDERLY_END)) {
            throw new IllegalStateException(name + " did not end when asked to, pid " + pid());
        }
        release();
    }

    /** Requests the process to end, without waiting. */
    void terminate() {
        process.destroy();
    }

    /**
     * Ends the process as {@link #kill()} does: an orderly end takes a tenth of the processor time
     * that a process of a test uses during its whole life.
     */
    @Override
    public void close() {
        kill();
    }

    /** Waits even if the thread is interrupted, and leaves it interrupted. */
    private boolean isGoneWithin(Duration bound) {
        long end = System.nanoTime() + bound.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void signal(String signal) {
        try {
            Process kill =
                    new ProcessBuilder("sh", "-c", "kill -" + signal + " $0", Long.toString(pid()))
                            .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("cannot send " + signal + " to " + this);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send " + signal + " to " + this, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + this + " got " + signal, e);
        }
    }

    private void release() {
        if (lifeline != null) {
            lifeline.close();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is shutting down, the hook is running or has run
        }
    }

    private static @Nullable ProcessReaper lifelineTo(Process process) {
        try {
            return ProcessReaper.to(process);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return name + " (pid " + pid() + (isAlive() ? ")" : ", dead)");
    }
}
