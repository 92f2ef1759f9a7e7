// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.Pin;
import io.github.ckptctl.jconsole.model.Units;

import java.util.List;
import java.util.stream.Collectors;

/** Pinned checkpoints, the last pinned first. */
final class PinsModel extends TextTableModel<Pin> {

    private List<String> shown = List.of();

    PinsModel() {
        super("Checkpoint", "Completed", "Size", "Pinned since", "By", "Why", "Kept by", "Path");
    }

    /** Shows the given pins; a selection stays if they are the same. */
    void show(List<Pin> pins) {
        List<String> now =
                pins.stream()
                        .map(pin -> pin.pinnedAt + pin.externalPath + pin.inStore)
                        .collect(Collectors.toList());
        if (!now.equals(shown)) {
            shown = now;
            rows(pins);
        }
    }

    @Override
    String cell(Pin pin, int column) {
        switch (column) {
            case 0:
                return Long.toString(pin.id);
            case 1:
                return Units.time(pin.completedAt);
            case 2:
                return Units.bytes(pin.stateSize);
            case 3:
                return Units.time(pin.pinnedAt);
            case 4:
                return pin.by;
            case 5:
                return pin.reason;
            case 6:
                return pin.inStore ? "Flink too" : "the pin only";
            default:
                return pin.externalPath;
        }
    }
}
