// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A node of a ZooKeeper, read with the necessary part of ZooKeeper's protocol: a session for each
 * read, whatever its version.
 */
record ZooKeeperNode(InetSocketAddress server, String path) {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int SESSION_MILLIS = 10_000;
    private static final int PASSWORD_BYTES = 16;
    private static final int GET_DATA = 4;
    private static final int CLOSE_SESSION = -11;
    private static final int OK = 0;
    private static final int NO_NODE = -101;

    /**
     * Returns the data of the node, empty if there is no such node.
     *
     * @throws IOException if the server does not answer, or with an error
     */
    Optional<byte[]> read() throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) ANSWER.toMillis());
            socket.connect(server, (int) ANSWER.toMillis());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            exchange(out, in, ZooKeeperNode::openSession);
            Optional<byte[]> data = data(exchange(out, in, this::getData));
            exchange(out, in, ZooKeeperNode::closeSession);
            return data;
        }
    }

    private static void openSession(DataOutputStream request) throws IOException {
        request.writeInt(0); // version of the protocol
        request.writeLong(0); // last transaction seen
        request.writeInt(SESSION_MILLIS);
        request.writeLong(0); // no session yet
        request.writeInt(PASSWORD_BYTES);
        request.write(new byte[PASSWORD_BYTES]);
        request.writeBoolean(false); // a read-only server is not sufficient
    }

    private void getData(DataOutputStream request) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        request.writeInt(1); // number of the request
        request.writeInt(GET_DATA);
        request.writeInt(name.length);
        request.write(name);
        request.writeBoolean(false); // no watch
    }

    private static void closeSession(DataOutputStream request) throws IOException {
        request.writeInt(2); // number of the request
        request.writeInt(CLOSE_SESSION);
    }

    private Optional<byte[]> data(DataInputStream answer) throws IOException {
        answer.readInt(); // number of the request
        answer.readLong(); // transaction
        int error = answer.readInt();
        if (error == NO_NODE) {
            return Optional.empty();
        }
        if (error != OK) {
            throw new IOException("ZooKeeper answered error " + error + " for " + path);
        }
        int length = answer.readInt(); // -1 for a node without data
        return Optional.of(answer.readNBytes(Math.max(0, length)));
    }

    /** Sends a message and returns the answer; both are preceded by their length. */
    private static DataInputStream exchange(
            DataOutputStream out, DataInputStream in, Message request) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        request.writeTo(new DataOutputStream(bytes));
        out.writeInt(bytes.size());
        bytes.writeTo(out);
        out.flush();
        byte[] answer = new byte[in.readInt()];
        in.readFully(answer);
        return new DataInputStream(new ByteArrayInputStream(answer));
    }

    private interface Message {
        void writeTo(DataOutputStream request) throws IOException;
    }
}
