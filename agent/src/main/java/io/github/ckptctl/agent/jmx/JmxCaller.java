// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.control.model.TextSanitizer;
import org.jspecify.annotations.Nullable;

import javax.management.remote.JMXPrincipal;
import javax.security.auth.Subject;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.rmi.server.RemoteServer;
import java.rmi.server.ServerNotActiveException;
import java.security.AccessController;
import java.security.Principal;

/**
 * Name of a caller over plain JMX, as far as the connector that the call came through knows it:
 * {@code jmx:ada@10.0.0.7} after a login, {@code jmx:10.0.0.7} without one, and {@code jmx-local}
 * for a caller on this machine, or in this JVM, that has not logged in.
 *
 * <p>Read on the thread on which the connector calls the bean, where it has bound both. Any thread.
 */
final class JmxCaller {

    private static final String PREFIX = "jmx:";

    private static final MethodHandle SUBJECT = subjectMethod();

    private JmxCaller() {}

    /** Returns the name of the caller on this thread; never fails. */
    static String name() {
        return name(principal(), address());
    }

    /** Returns the name of a caller, logged in or not, at a remote address or local. */
    static String name(String principal, String address) {
        if (!principal.isEmpty()) {
            return PREFIX + principal + (address.isEmpty() ? "" : "@" + address);
        }
        return address.isEmpty() || isOfThisMachine(address)
                ? CallerContext.JMX_LOCAL
                : PREFIX + address;
    }

    /**
     * Returns the principal that has logged in to the connector, empty for none. The JDK's
     * connector makes the subject of a login read-only. A modifiable subject does not belong to the
     * connector: Flink's own, for instance, which with Kerberos is bound to threads of the
     * JobManager.
     */
    private static String principal() {
        Subject subject = subject();
        if (subject == null) {
            return "";
        }
        for (Principal principal : subject.getPrincipals(JMXPrincipal.class)) {
            return text(principal);
        }
        if (subject.isReadOnly()) {
            for (Principal principal : subject.getPrincipals()) {
                return text(principal);
            }
        }
        return "";
    }

    private static String text(Principal principal) {
        return TextSanitizer.quoted(String.valueOf(principal.getName()));
    }

    private static @Nullable Subject subject() {
        try {
            return (Subject) SUBJECT.invokeExact();
        } catch (Throwable e) {
            // a caller without a name is better than a call that fails
            return null;
        }
    }

    /**
     * Returns the method for the current subject. From Java 18 on there is one that does not need
     * access control, on some versions the only one.
     */
    private static MethodHandle subjectMethod() {
        MethodType type = MethodType.methodType(Subject.class);
        try {
            try {
                return MethodHandles.publicLookup().findStatic(Subject.class, "current", type);
            } catch (NoSuchMethodException e) {
                return MethodHandles.lookup().findStatic(JmxCaller.class, "ofContext", type);
            }
        } catch (ReflectiveOperationException e) {
            return MethodHandles.constant(Subject.class, null);
        }
    }

    @SuppressWarnings("unused") // by subjectMethod()
    private static @Nullable Subject ofContext() {
        return Subject.getSubject(AccessController.getContext());
    }

    /** Returns the address that a call over RMI comes from, empty for any other call. */
    private static String address() {
        try {
            return TextSanitizer.quoted(RemoteServer.getClientHost());
        } catch (ServerNotActiveException | RuntimeException | LinkageError e) {
            return "";
        }
    }

    /**
     * Returns whether an address is of this machine; the JVM's local connector is reached by any of
     * them.
     */
    private static boolean isOfThisMachine(String address) {
        try {
            InetAddress client = InetAddress.getByName(address);
            return client.isLoopbackAddress() || NetworkInterface.getByInetAddress(client) != null;
        } catch (UnknownHostException | SocketException e) {
            return false;
        }
    }
}
