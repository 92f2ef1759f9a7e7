// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.Subscriptions.Event;
import io.github.ckptctl.jconsole.model.Units;

import java.util.ArrayList;
import java.util.List;

/** Last notifications, newest first. */
final class EventsModel extends TextTableModel<Event> {

    private static final int KEPT = 200;

    private final List<Event> events = new ArrayList<>();

    EventsModel() {
        super("When", "What", "Message");
    }

    void add(Event event) {
        events.add(event);
        if (events.size() > KEPT) {
            events.remove(0);
        }
        rows(events);
    }

    void clear() {
        events.clear();
        rows(events);
    }

    @Override
    String cell(Event event, int column) {
        switch (column) {
            case 0:
                return Units.clock(event.at);
            case 1:
                return event.what;
            default:
                return event.message;
        }
    }
}
