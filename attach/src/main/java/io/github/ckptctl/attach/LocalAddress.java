// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import javax.management.remote.JMXServiceURL;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.ObjectStreamConstants;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Base64;
import java.util.List;

/**
 * Address that a JVM returns for its MBean server, verified before it is used.
 *
 * <p>A JVM that is asked for it ({@code jdk.internal.agent.Agent}, JDK 11 to 25) returns the
 * serialized stub of an RMI server on this machine. One whose code has been changed may return
 * anything, and the JDK's client follows names into foreign directories and deserializes any
 * objects it receives. So the stub is parsed here, byte by byte and without creating an object from
 * it. The host in it is ignored: the connection goes to this machine.
 */
final class LocalAddress {

    private static final String STUB = "/stub/";
    private static final int MAX_LENGTH = 4096;
    private static final int HOST_AND_PORT = 0;

    /** Classes of a stub, from the outermost to the one that writes the server's address. */
    private static final List<String> CLASSES =
            List.of(
                    "javax.management.remote.rmi.RMIServerImpl_Stub",
                    "java.rmi.server.RemoteStub",
                    "java.rmi.server.RemoteObject");

    private LocalAddress() {}

    /**
     * Returns an address that is safe to connect to.
     *
     * @param said the address that the JVM returns
     * @throws IOException if it leads elsewhere than to an RMI server of this machine
     */
    static JMXServiceURL of(String said) throws IOException {
        JMXServiceURL url = new JMXServiceURL(said);
        String path = url.getURLPath();
        if (!url.getProtocol().equals("rmi")
                || !path.startsWith(STUB)
                || path.length() > MAX_LENGTH) {
            throw new IOException("its JMX address is not the stub of a server on this machine");
        }
        String host = hostOf(path.substring(STUB.length()));
        if (!LoopbackSockets.lead(host) && !isThisMachine(host)) {
            throw new IOException("its JMX address leads to another machine");
        }
        return url;
    }

    private static boolean isThisMachine(String host) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    }

    private static String hostOf(String stub) throws IOException {
        try {
            byte[] bytes = Base64.getDecoder().decode(stub);
            return hostOf(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("its JMX address holds something else than a stub", e);
        }
    }

    /** Parses the form defined by Java's serialization specification and RemoteObject's Javadoc. */
    private static String hostOf(DataInputStream in) throws IOException {
        require(in.readShort(), ObjectStreamConstants.STREAM_MAGIC);
        require(in.readShort(), ObjectStreamConstants.STREAM_VERSION);
        require(in.readByte(), ObjectStreamConstants.TC_OBJECT);
        for (String name : CLASSES) {
            require(in.readByte(), ObjectStreamConstants.TC_CLASSDESC);
            if (!in.readUTF().equals(name)) {
                throw new IOException("another class");
            }
            in.readLong();
            in.readByte();
            require(in.readShort(), 0);
            require(in.readByte(), ObjectStreamConstants.TC_ENDBLOCKDATA);
        }
        require(in.readByte(), ObjectStreamConstants.TC_NULL);
        require(in.readByte(), ObjectStreamConstants.TC_BLOCKDATA);
        DataInputStream reference =
                new DataInputStream(new ByteArrayInputStream(in.readNBytes(in.readUnsignedByte())));
        require(in.readByte(), ObjectStreamConstants.TC_ENDBLOCKDATA);
        require(in.read(), -1);
        // a server with a factory for its own sockets, and none for those of its clients, which
        // would be serialized with it as an object (sun.rmi.server.UnicastRef2 and its TCPEndpoint)
        if (!reference.readUTF().equals("UnicastRef2")) {
            throw new IOException("another kind of reference");
        }
        require(reference.readByte(), HOST_AND_PORT);
        return reference.readUTF();
    }

    private static void require(int found, int expected) throws IOException {
        if (found != expected) {
            throw new IOException("another form");
        }
    }
}
