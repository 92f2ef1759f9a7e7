// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.control.model.CallerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import javax.management.remote.JMXAuthenticator;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXPrincipal;
import javax.management.remote.JMXServiceURL;
import javax.security.auth.Subject;
import javax.security.auth.x500.X500Principal;

import java.security.Principal;
import java.security.PrivilegedAction;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of callers through the JDK's RMI connector, and others. */
class JmxCallerTest {

    private static final Principal ADA = new JMXPrincipal("ada");

    @Test
    void isLocalInThisJvm() {
        assertThat(JmxCaller.name()).isEqualTo(CallerContext.JMX_LOCAL);
    }

    @Test
    void isLocalFromThisMachineWithoutALogin() throws Exception {
        assertThat(overRmi(credentials -> null)).isEqualTo(CallerContext.JMX_LOCAL);
    }

    @Test
    void isNamedByALoginWithTheAddress() throws Exception {
        assertThat(overRmi(credentials -> readOnly(ADA)))
                .matches("jmx:ada@[0-9a-f.:]+")
                .hasSizeLessThan(40);
    }

    @Test
    void takesTheNameForJmxOfSeveral() throws Exception {
        assertThat(overRmi(credentials -> readOnly(new X500Principal("CN=role"), ADA)))
                .startsWith("jmx:ada@");
    }

    @Test
    void takesTheNameOfAnotherLoginModule() throws Exception {
        assertThat(overRmi(credentials -> readOnly(new X500Principal("CN=ada"))))
                .startsWith("jmx:CN=ada@");
    }

    @ParameterizedTest
    @CsvSource({
        "ada, 192.0.2.7, jmx:ada@192.0.2.7",
        "'', 192.0.2.7, jmx:192.0.2.7",
        "'', 2001:db8::7, jmx:2001:db8::7",
        "'', 127.0.0.1, jmx-local",
        "'', ::1, jmx-local",
        "ada, '', jmx:ada",
        "'', '', jmx-local"
    })
    void isWhatTheConnectorKnows(String principal, String address, String expected) {
        assertThat(JmxCaller.name(principal, address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"'ada\n[WARN] forged', 'jmx:ada [WARN] forged@'", "'\u202Eada', 'jmx: ada@'"})
    void isCleaned(String name, String expected) throws Exception {
        assertThat(overRmi(credentials -> readOnly(new JMXPrincipal(name)))).startsWith(expected);
    }

    @Test
    void isBounded() throws Exception {
        assertThat(overRmi(credentials -> readOnly(new JMXPrincipal("x".repeat(100_000)))))
                .hasSizeLessThan(200);
    }

    @Test
    void isNotWhomTheJobManagerRunsAs() {
        // given: as Hadoop binds the user of Kerberos to threads
        Subject ofProcess = new Subject();
        ofProcess.getPrincipals().add(new X500Principal("CN=flink"));

        // when
        String name = Subject.doAs(ofProcess, (PrivilegedAction<String>) JmxCaller::name);

        // then
        assertThat(name).isEqualTo(CallerContext.JMX_LOCAL);
    }

    private static Subject readOnly(Principal... principals) {
        return new Subject(true, Set.of(principals), Set.of(), Set.of());
    }

    /** Returns the name that an MBean sees when its attribute is read through a connector. */
    private static String overRmi(JMXAuthenticator authenticator) throws Exception {
        MBeanServer server = MBeanServerFactory.newMBeanServer();
        ObjectName name = new ObjectName("test:type=Seen");
        Seen seen = JmxCaller::name;
        server.registerMBean(new StandardMBean(seen, Seen.class), name);
        JMXConnectorServer connector =
                JMXConnectorServerFactory.newJMXConnectorServer(
                        new JMXServiceURL("rmi", "127.0.0.1", 0),
                        Map.of(JMXConnectorServer.AUTHENTICATOR, authenticator),
                        server);
        connector.start();
        try (JMXConnector client = JMXConnectorFactory.connect(connector.getAddress())) {
            return (String) client.getMBeanServerConnection().getAttribute(name, "Caller");
        } finally {
            connector.stop();
        }
    }

    /** MBean that returns the caller who reads it. */
    public interface Seen {
        String getCaller();
    }
}
