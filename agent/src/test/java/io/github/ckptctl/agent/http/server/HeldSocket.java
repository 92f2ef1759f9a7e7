// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** A socket that can hold back the written data, and send it all at once. Not thread-safe. */
final class HeldSocket extends Socket {

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean held;

    HeldSocket(String host, int port) throws IOException {
        super(host, port);
    }

    void hold() {
        held = true;
    }

    void letGo() throws IOException {
        held = false;
        super.getOutputStream().write(kept.toByteArray());
        kept.reset();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                (held ? kept : out).write(bytes, from, length);
            }
        };
    }
}
