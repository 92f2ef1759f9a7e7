// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.jolokia;

import io.github.ckptctl.agent.http.request.PermittedBeans;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import org.jolokia.server.core.service.api.JolokiaContext;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;
import org.junit.jupiter.api.Test;

import javax.management.MBeanServerFactory;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class BeanRestrictorTest {

    private static final ObjectName OURS =
            CheckpointObjectNames.coordinator("job", "00112233445566778899aabbccddeeff");

    private final BeanRestrictor restrictor =
            new BeanRestrictor(
                    new PermittedBeans(
                            MBeanServerFactory.newMBeanServer(),
                            List.of(name("java.lang:type=Memory"))));

    @Test
    void decidesEverythingThatJolokiaAsks() throws Exception {
        for (Class<?> asked : List.of(Restrictor.class, JolokiaContext.class)) {
            for (Method method : asked.getMethods()) {
                if (!Modifier.isStatic(method.getModifiers())) {
                    // throws where a method is inherited: a new one needs an explicit decision
                    RequestContext.class.getDeclaredMethod(
                            method.getName(), method.getParameterTypes());
                }
            }
        }
        for (Method method : Restrictor.class.getMethods()) {
            BeanRestrictor.class.getDeclaredMethod(method.getName(), method.getParameterTypes());
        }
    }

    @Test
    void permitsWhatIsDoneWithTheAgentsBeans() {
        // then
        assertThat(restrictor.isAttributeReadAllowed(OURS, "Timeout")).isTrue();
        assertThat(restrictor.isAttributeWriteAllowed(OURS, "Timeout")).isTrue();
        assertThat(restrictor.isOperationAllowed(OURS, "resetSettings()")).isTrue();
        assertThat(restrictor.isObjectNameHidden(OURS)).isFalse();
    }

    @Test
    void permitsNothingElse() throws Exception {
        // given
        ObjectName readable = new ObjectName("java.lang:type=Memory");
        ObjectName foreign = new ObjectName("java.lang:type=Threading");
        ObjectName pattern = CheckpointObjectNames.coordinators();

        // then
        assertThat(restrictor.isAttributeReadAllowed(readable, "Verbose")).isTrue();
        assertThat(restrictor.isAttributeWriteAllowed(readable, "Verbose")).isFalse();
        assertThat(restrictor.isOperationAllowed(readable, "gc")).isFalse();
        assertThat(restrictor.isAttributeReadAllowed(foreign, "ThreadCount")).isFalse();
        assertThat(restrictor.isObjectNameHidden(foreign)).isTrue();
        assertThat(restrictor.isObjectNameHidden(readable)).isFalse();
        assertThat(restrictor.isOperationAllowed(pattern, "resetSettings")).isFalse();
        assertThat(restrictor.isAttributeWriteAllowed(pattern, "Timeout")).isFalse();
        assertThat(restrictor.isHttpMethodAllowed(HttpMethod.GET)).isFalse();
        assertThat(restrictor.isTypeAllowed(RequestType.NOTIFICATION)).isFalse();
        assertThat(restrictor.isRemoteAccessAllowed("127.0.0.1")).isFalse();
        assertThat(restrictor.isOriginAllowed("http://localhost", false)).isFalse();
        assertThat(restrictor.ignoreScheme()).isFalse();
    }

    private static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
