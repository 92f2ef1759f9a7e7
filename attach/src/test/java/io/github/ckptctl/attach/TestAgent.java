// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import org.example.ForeignAgent;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** An agent that leaves its options behind, in a jar that passes for ours. */
public final class TestAgent {

    static final String PROPERTY = "ckptctl.test.options";
    static final String VERSION = "1.2.3";

    private TestAgent() {}

    public static void premain(String options, Instrumentation instrumentation) {
        System.setProperty(PROPERTY, String.valueOf(options));
    }

    public static void agentmain(String options, Instrumentation instrumentation) {
        premain(options, instrumentation);
    }

    /** Makes a jar with this agent. */
    static Path ours(Path file) throws IOException {
        return jar(file, TestAgent.class);
    }

    /** Makes a jar with an agent of somebody else's. */
    static Path another(Path file) throws IOException {
        return jar(file, ForeignAgent.class);
    }

    private static Path jar(Path file, Class<?> agent) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.IMPLEMENTATION_VERSION, VERSION);
        main.putValue("Premain-Class", agent.getName());
        main.putValue("Agent-Class", agent.getName());
        String entry = agent.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
                var in = agent.getClassLoader().getResourceAsStream(entry)) {
            jar.putNextEntry(new JarEntry(entry));
            in.transferTo(jar);
        }
        return file;
    }
}
