// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.failsafe;

import io.github.ckptctl.it.support.AgentJar;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of the content of the one jar that goes into a JobManager. */
@Tag("main")
class AgentJarITCase {

    private static final int JAVA_11 = 55;

    /** Parts of Jolokia that open connections, listen or store: none of them may be included. */
    private static final List<String> LEFT_OUT =
            List.of(
                    "jolokia/service/jsr160",
                    "jolokia/service/notif",
                    "jolokia/service/history",
                    "jolokia/service/discovery",
                    "jolokia/server/detector",
                    "jolokia/jvmagent/JvmAgent",
                    "jolokia/jvmagent/JolokiaServer");

    @Test
    void holdsJava11ClassesOfItsOwnNamesOnly() throws Exception {
        try (JarFile jar = new JarFile(AgentJar.path().toFile())) {
            List<String> tooNew = new ArrayList<>();
            List<String> foreign = new ArrayList<>();
            List<String> leftOut = new ArrayList<>();
            for (JarEntry entry : jar.stream().toList()) {
                String name = entry.getName();
                if (name.endsWith(".class") && majorVersion(jar, entry) > JAVA_11) {
                    tooNew.add(name);
                }
                if (!entry.isDirectory()
                        && !name.startsWith("io/github/ckptctl/")
                        && !name.startsWith("META-INF/")) {
                    foreign.add(name);
                }
                if (LEFT_OUT.stream().anyMatch(name::contains)) {
                    leftOut.add(name);
                }
            }
            assertThat(tooNew).isEmpty();
            assertThat(foreign).isEmpty();
            assertThat(leftOut).isEmpty();
        }
        System.out.printf("agent jar: %,d bytes%n", Files.size(AgentJar.path()));
    }

    @Test
    void saysHowItIsStartedAndUnderWhichLicence() throws Exception {
        try (JarFile jar = new JarFile(AgentJar.path().toFile())) {
            Manifest manifest = jar.getManifest();
            assertThat(manifest.getMainAttributes().getValue("Premain-Class"))
                    .isEqualTo(manifest.getMainAttributes().getValue("Agent-Class"))
                    .isEqualTo("io.github.ckptctl.entry.AgentEntry");
            assertThat(manifest.getMainAttributes().getValue("Can-Retransform-Classes"))
                    .isEqualTo("true");
            assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
            assertThat(jar.getEntry("META-INF/NOTICE")).isNotNull();
        }
    }

    private static int majorVersion(JarFile jar, JarEntry entry) throws IOException {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
            assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
            in.readUnsignedShort();
            return in.readUnsignedShort();
        }
    }
}
