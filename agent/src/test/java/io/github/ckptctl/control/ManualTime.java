// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.control.change.TaskScheduler;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A clock and a timer that advance only on request. */
final class ManualTime extends Clock implements TaskScheduler {

    private final List<Alarm> alarms = new ArrayList<>();
    private long now = 1_000_000;

    /** Action that runs once, when the clock is read. */
    Runnable beforeNextRead = () -> {};

    /** Advances the time and runs what becomes due. */
    void pass(Duration duration) {
        now += duration.toMillis();
        for (Alarm alarm : List.copyOf(alarms)) {
            if (alarm.at <= now && alarms.remove(alarm)) {
                alarm.task.run();
            }
        }
    }

    /** Sets the wall clock without advancing the time. */
    void step(Duration duration) {
        now += duration.toMillis();
    }

    /** Takes the next alarm, as a timer that begins to run it: a cancellation is too late. */
    Runnable begin() {
        return alarms.remove(0).task;
    }

    int alarms() {
        return alarms.size();
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
        Alarm alarm = new Alarm(now + delay.toMillis(), task);
        alarms.add(alarm);
        return () -> alarms.remove(alarm);
    }

    @Override
    public long millis() {
        Runnable once = beforeNextRead;
        beforeNextRead = () -> {};
        once.run();
        return now;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(now);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    private record Alarm(long at, Runnable task) {}
}
