// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * Class loader that loads the agent's own classes from its jar before it delegates to the parent;
 * see {@link CheckpointAgent}.
 *
 * <p>Loads from a copy of the jar that has no name any more and exists as long as it is open:
 * classes are loaded when they are first needed, which may be long after an upgrade has overwritten
 * this jar with another.
 */
final class AgentClassLoader extends URLClassLoader {

    private static final String OWN = "io.github.ckptctl.";
    private static final String SHARED = OWN + "bootstrap.";
    private static final String OWN_FILES = OWN.replace('.', '/');

    static {
        registerAsParallelCapable();
    }

    private final @Nullable Closeable copy;

    private AgentClassLoader(URL jar, @Nullable Closeable copy, ClassLoader parent) {
        super("ckptctl", new URL[] {jar}, parent);
        this.copy = copy;
    }

    /**
     * Creates a loader for the jar that a class came from. An upgrade may have deleted that jar
     * since, or replaced it with another version: then for another jar on the class path that has
     * the same version, where the attach API puts each jar that it loads.
     *
     * @throws IOException if there is none; the message lists the jars found
     */
    static AgentClassLoader of(Class<?> origin) throws IOException {
        ClassLoader parent = origin.getClassLoader();
        String version = origin.getPackage().getImplementationVersion();
        List<String> faults = new ArrayList<>();
        for (URI jar : jars(origin)) {
            String fault = fault(jar, version);
            if (fault.isEmpty()) {
                return of(jar.toURL(), parent);
            }
            faults.add(fault);
        }
        throw new IOException(
                String.join("; ", faults)
                        + ": the jar of version "
                        + version
                        + " has to be there, or the JVM to be restarted with another one");
    }

    private static Set<URI> jars(Class<?> origin) throws IOException {
        Set<URI> jars = new LinkedHashSet<>();
        String name = origin.getName().replace('.', '/') + ".class";
        try {
            jars.add(origin.getProtectionDomain().getCodeSource().getLocation().toURI());
            for (URL found : Collections.list(origin.getClassLoader().getResources(name))) {
                if (found.getProtocol().equals("jar")) {
                    jars.add(((JarURLConnection) found.openConnection()).getJarFileURL().toURI());
                }
            }
        } catch (URISyntaxException e) {
            throw new IOException("a jar's place cannot be read", e);
        }
        return jars;
    }

    private static String fault(URI jar, @Nullable String version) {
        try {
            Path file = Paths.get(jar);
            if (Files.isDirectory(file)) {
                return "";
            }
            if (!Files.exists(file)) {
                return file + " is not there any more";
            }
            try (JarFile opened = new JarFile(file.toFile(), false)) {
                Manifest manifest = opened.getManifest();
                String found =
                        manifest == null
                                ? null
                                : manifest.getMainAttributes()
                                        .getValue(Attributes.Name.IMPLEMENTATION_VERSION);
                return Objects.equals(found, version)
                        ? ""
                        : file + " is of version " + found + " now";
            }
        } catch (IOException | RuntimeException e) {
            return jar + " cannot be read: " + e;
        }
    }

    /**
     * Creates a loader for a copy of the jar, or for the jar itself where this system cannot hold
     * such a copy.
     */
    private static AgentClassLoader of(URL jar, ClassLoader parent) {
        try {
            Path source = Paths.get(jar.toURI());
            Path temporary = Files.createTempFile("ckptctl-agent-", ".jar");
            FileChannel open = null;
            try {
                Files.copy(source, temporary, StandardCopyOption.REPLACE_EXISTING);
                open = FileChannel.open(temporary, StandardOpenOption.READ);
                URL unnamed = descriptor(temporary).toUri().toURL();
                return new AgentClassLoader(unnamed, open, parent);
            } catch (IOException | RuntimeException e) {
                if (open != null) {
                    open.close();
                }
                throw e;
            } finally {
                Files.delete(temporary);
            }
        } catch (Exception e) {
            return new AgentClassLoader(jar, null, parent);
        }
    }

    /**
     * Returns the name that Linux has for an open file, which stays valid after the file is
     * deleted.
     */
    private static Path descriptor(Path file) throws IOException {
        Path real = file.toRealPath();
        try (DirectoryStream<Path> descriptors =
                Files.newDirectoryStream(Paths.get("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).equals(real)) {
                    return descriptor;
                }
            }
        }
        throw new NoSuchFileException(real.toString());
    }

    @Override
    public void close() throws IOException {
        super.close();
        if (copy != null) {
            copy.close();
        }
    }

    /** Returns a file of the agent from the same jar as its classes. */
    @Override
    public @Nullable URL getResource(String name) {
        return name.startsWith(OWN_FILES) ? findResource(name) : super.getResource(name);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OWN) || name.startsWith(SHARED)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : findClass(name);
        }
    }
}
