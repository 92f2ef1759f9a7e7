// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import io.github.ckptctl.cli.show.Output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Alternate screen of the terminal, which is redrawn; the content of the main screen is restored at
 * the end.
 */
final class Screen implements AutoCloseable {

    private static final String ESCAPE = "\u001b[";
    private static final String OPEN = ESCAPE + "?1049h" + ESCAPE + "?25l";
    private static final String CLOSE = ESCAPE + "?25h" + ESCAPE + "?1049l";
    private static final int ROWS = 24;
    private static final int COLUMNS = 80;

    private final Output output;
    private boolean open = true;

    private Screen(Output output) {
        this.output = output;
    }

    static Screen open(Output output) {
        Screen screen = new Screen(output);
        // Ctrl-C ends the JVM, and the hook closes the screen
        Runtime.getRuntime().addShutdownHook(new Thread(screen::close));
        output.raw(OPEN);
        return screen;
    }

    synchronized void draw(List<String> lines) {
        if (!open) {
            return;
        }
        int[] size = size();
        StringBuilder frame = new StringBuilder(ESCAPE + "H");
        for (int i = 0; i < Math.min(lines.size(), size[0] - 1); i++) {
            frame.append(output.fitted(lines.get(i), size[1])).append(ESCAPE).append("K\r\n");
        }
        output.raw(frame + ESCAPE + "J");
    }

    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            output.raw(CLOSE);
        }
    }

    /** Returns the rows and columns of the terminal. */
    private static int[] size() {
        try {
            Process stty = new ProcessBuilder("sh", "-c", "stty size </dev/tty").start();
            String answer =
                    new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (stty.waitFor(1, TimeUnit.SECONDS) && answer.trim().matches("[1-9]\\d* [1-9]\\d*")) {
                int blank = answer.indexOf(' ');
                return new int[] {
                    Integer.parseInt(answer.substring(0, blank)),
                    Integer.parseInt(answer.substring(blank + 1).trim())
                };
            }
        } catch (IOException e) {
            // no such command: the default size
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new int[] {ROWS, COLUMNS};
    }
}
