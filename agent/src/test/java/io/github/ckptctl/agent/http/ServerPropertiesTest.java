// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;

class ServerPropertiesTest {

    private final Properties before = new Properties();

    @BeforeEach
    void keep() {
        before.putAll(System.getProperties());
    }

    @AfterEach
    void restore() {
        System.setProperties(before);
    }

    @Test
    void setsOnlyWhatTheUserHasNot() {
        // given
        System.clearProperty("sun.net.httpserver.nodelay");
        System.setProperty("sun.net.httpserver.idleInterval", "77");

        // when
        ServerProperties.setWhereAbsent();

        // then
        assertThat(System.getProperty("sun.net.httpserver.nodelay")).isEqualTo("true");
        assertThat(System.getProperty("sun.net.httpserver.idleInterval")).isEqualTo("77");
        assertThat(System.getProperty("jdk.httpserver.maxConnections")).isNotBlank();
    }
}
