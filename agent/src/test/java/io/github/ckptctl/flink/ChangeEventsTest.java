// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.ChangeOutcome;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import org.apache.flink.events.Event;
import org.apache.flink.events.EventBuilder;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeEventsTest {

    private final List<Event> events = new ArrayList<>();
    private final UnregisteredMetricsGroup group =
            new UnregisteredMetricsGroup() {
                @Override
                public void addEvent(EventBuilder event) {
                    events.add(event.build());
                }
            };

    @Test
    void haveTheTextOfTheLogAndEachPartOfIt() {
        // given
        ChangeHistoryEntry entry =
                new ChangeHistoryEntry(
                        1234,
                        5,
                        "updateSettings",
                        "Timeout=1",
                        "Timeout=2",
                        "http:ada",
                        "slow disk",
                        "DONE");

        // when
        ChangeEvents.report(group, entry, ChangeOutcome.DONE);

        // then
        Event event = events.get(0);
        assertThat(event.getName()).isEqualTo("CheckpointControlEvent");
        assertThat(event.getClassScope()).isEqualTo("io.github.ckptctl");
        assertThat(event.getSeverity()).isEqualTo("INFO");
        assertThat(event.getObservedTsMillis()).isEqualTo(1234);
        assertThat(event.getBody())
                .isEqualTo(
                        "updateSettings: Timeout=1 -> Timeout=2, by http:ada, reason: slow disk,"
                                + " revision 5");
        assertThat(event.getAttributes())
                .isEqualTo(
                        Map.of(
                                "action", "updateSettings",
                                "from", "Timeout=1",
                                "to", "Timeout=2",
                                "by", "http:ada",
                                "reason", "slow disk",
                                "outcome", "DONE",
                                "revision", 5L));
    }

    @Test
    void warnOfWhatFailed() {
        // when
        ChangeEvents.report(
                group,
                new ChangeHistoryEntry(1, 5, "keep", "", "", "ckptctl", "", "FAILED: full disk"),
                ChangeOutcome.failed("full disk"));

        // then
        assertThat(events.get(0).getSeverity()).isEqualTo("WARN");
        assertThat(events.get(0).getBody()).contains("outcome: FAILED: full disk");
    }
}
