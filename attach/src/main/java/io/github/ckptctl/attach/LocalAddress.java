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
 * The address at which a JVM says that its MBean server is, looked at before it is followed.
 *
 * <p>A JVM that is asked for it ({@code jdk.internal.agent.Agent}, JDK 11 to 25) answers with the
 * serialized stub of an RMI server on this machine. One whose code has been changed may answer with
 * anything, and the JDK's client follows names into foreign directories and reads whatever objects
 * come. So the stub is taken apart here, byte by byte and without making an object of it. The host
 * in it counts for nothing: the connection goes to this machine.
 */
final class LocalAddress {

    private static final String STUB = "/stub/";
    private static final int MAX_LENGTH = 4096;
    private static final int HOST_AND_PORT = 0;

    /** The classes of a stub, from the outermost to the one that writes where the server is. */
    private static final List<String> CLASSES =
            List.of(
                    "javax.management.remote.rmi.RMIServerImpl_Stub",
                    "java.rmi.server.RemoteStub",
                    "java.rmi.server.RemoteObject");

    private LocalAddress() {}

    /**
     * Returns an address that can be followed.
     *
     * @param said what the JVM answers
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

    /** Reads the form that Java's serialization specification and RemoteObject's Javadoc have. */
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
        // would come along as an object (sun.rmi.server.UnicastRef2 and its TCPEndpoint)
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
