// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import com.sun.tools.attach.VirtualMachine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class LocalAddressTest {

    private static final String BEGINNING = "service:jmx:rmi://127.0.0.1/stub/";
    private static final String KIND = "UnicastRef2";

    private static TestJvm other;
    private static String real;

    @BeforeAll
    static void ask() throws Exception {
        other = TestJvm.start();
        VirtualMachine machine = VirtualMachine.attach(other.pid());
        real = machine.startLocalManagementAgent();
        machine.detach();
    }

    @AfterAll
    static void close() throws Exception {
        other.close();
    }

    @Test
    void followsWhatAJdkSays() throws Exception {
        assertThat(real).startsWith(BEGINNING);
        assertThat(LocalAddress.of(real).toString()).isEqualTo(real);
        // so that the others below are refused for what is wrong with them
        assertThat(LocalAddress.of(withHost("127.0.0.1"))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "service:jmx:rmi:///jndi/ldap://127.0.0.1:389/cn=x",
                "service:jmx:rmi:///jndi/rmi://127.0.0.1:1099/jmxrmi",
                "service:jmx:rmi://127.0.0.1/jndi/ldap://example.org/x",
                "service:jmx:iiop://127.0.0.1/ior/IOR:00",
                "service:jmx:rmi://127.0.0.1/ior/IOR:00",
                "service:jmx:jmxmp://127.0.0.1:9999",
                "service:jmx:remote+http://127.0.0.1:9990",
                "service:jmx:rmi://127.0.0.1/",
                "service:jmx:rmi://127.0.0.1"
            })
    void followsNothingElse(String address) {
        assertThatIOException()
                .isThrownBy(() -> LocalAddress.of(address))
                .withMessageContaining("not the stub of a server on this machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "rO0ABQ==", "not base64!"})
    void readsNothingElse(String stub) {
        assertThatIOException()
                .isThrownBy(() -> LocalAddress.of(BEGINNING + stub))
                .withMessageContaining("something else than a stub");
    }

    @Test
    void makesNoObjectOfWhatItReads() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new HashMap<>());
        }
        readsNothingElse(Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }

    @Test
    void readsToTheEnd() {
        byte[] whole = stub();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = new byte[length];
            System.arraycopy(whole, 0, part, 0, length);
            readsNothingElse(Base64.getEncoder().encodeToString(part));
        }
        byte[] more = new byte[whole.length + 1];
        System.arraycopy(whole, 0, more, 0, whole.length);
        readsNothingElse(Base64.getEncoder().encodeToString(more));
    }

    /** Where the host leads to does not matter. */
    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "jobmanager.example.invalid"})
    void goesToThisMachineForEveryHostName(String host) throws Exception {
        // given
        JMXServiceURL address = LocalAddress.of(withHost(host));

        // then
        try (JMXConnector connector = JMXConnectorFactory.connect(address)) {
            assertThat(processOf(connector)).isEqualTo(other.pid());
        }
    }

    /** As operators set it to reach a JVM's remote JMX from elsewhere. */
    @Test
    void reachesAJvmThatHasAnotherNameForClientsElsewhere() throws Exception {
        String option = "-Djava.rmi.server.hostname=jobmanager.example.invalid";
        try (TestJvm named = TestJvm.start(List.of("env", "JAVA_TOOL_OPTIONS=" + option));
                AttachedJvm jvm = AttachedJvm.to(named.pid(), false);
                JMXConnector connector = jvm.jmx()) {
            assertThat(processOf(connector)).isEqualTo(named.pid());
        }
    }

    private static String processOf(JMXConnector connector) throws Exception {
        return connector
                .getMBeanServerConnection()
                .getAttribute(new ObjectName(ManagementFactory.RUNTIME_MXBEAN_NAME), "Pid")
                .toString();
    }

    @Test
    void takesNoFactoryAlong() throws Exception {
        // a byte before the host says that a factory follows it
        byte[] stub = stub();
        String text = new String(stub, StandardCharsets.ISO_8859_1);
        stub[text.indexOf(KIND) + KIND.length()] = 1;
        readsNothingElse(Base64.getEncoder().encodeToString(stub));

        String other = text.replace(KIND, KIND.replace("2", "3"));
        readsNothingElse(
                Base64.getEncoder().encodeToString(other.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static byte[] stub() {
        return Base64.getDecoder().decode(real.substring(BEGINNING.length()));
    }

    /** Returns the address with another host in it. */
    private static String withHost(String host) throws IOException {
        byte[] stub = stub();
        String text = new String(stub, StandardCharsets.ISO_8859_1);
        // the length of the block, the kind, the host, and what is behind it
        int kind = text.indexOf(KIND) - 2;
        int block = kind - 1;
        int old = kind + 2 + KIND.length() + 1;
        int oldLength = (stub[old] & 0xff) << 8 | stub[old + 1] & 0xff;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(stub, 0, block);
            out.writeByte((stub[block] & 0xff) + host.length() - oldLength);
            out.write(stub, kind, old - kind);
            out.writeUTF(host);
            int rest = old + 2 + oldLength;
            out.write(stub, rest, stub.length - rest);
        }
        return BEGINNING + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
