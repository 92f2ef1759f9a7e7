// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The jars of one Flink version, with which its processes run and its jobs are compiled.
 *
 * <p>Flink's own binary distribution is not a Maven artifact, so the class path is resolved with
 * Maven from its component artifacts. That happens once; afterwards the jars come from {@code
 * ~/.cache/ckptctl/flink}, or from the directory named by the system property {@code
 * ckptctl.flink.cache}. Safe for any number of threads and JVMs.
 */
public final class FlinkDistribution {

    private final String version;
    private final Path directory;
    private final List<Path> jars;

    private FlinkDistribution(String version, Path directory, List<Path> jars) {
        this.version = version;
        this.directory = directory;
        this.jars = jars;
    }

    /**
     * Returns the jars of a version, after resolving them if they are not cached yet.
     *
     * @param version a released Flink version from 1.18 on, for example {@code 2.3.0}
     * @throws UncheckedIOException if they can neither be found nor resolved
     */
    public static FlinkDistribution of(String version) {
        return of(version, cache());
    }

    static FlinkDistribution of(String version, Path cache) {
        Objects.requireNonNull(version, "version");
        String pom = Resource.text("distribution-pom.xml").replace("@flink.version@", version);
        Path directory = cache.resolve(version);
        return new FlinkDistribution(version, directory, ResolvedJars.of(pom, directory));
    }

    /** Returns the version, as it was requested. */
    public String version() {
        return version;
    }

    /** Returns all jars, sorted by name. */
    public List<Path> jars() {
        return jars;
    }

    /** Returns all jars in the form of a class path option. */
    public String classPath() {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Returns the file that is locked by any process that starts a cluster, of any version. */
    Path startLock() {
        return directory.resolveSibling("start.lock");
    }

    /** Returns the directory for the output of compilations against this version. */
    Path compiled() {
        return directory.resolve("compiled");
    }

    /** Returns the directory of the archives that the JDK of this JVM can read. */
    Path archives() {
        String jdk = System.getProperty("java.vendor", "") + "-" + Runtime.version();
        return directory.resolve("archives").resolve(jdk.replaceAll("[^A-Za-z0-9.+-]", "_"));
    }

    /** Returns whether the configuration is a {@code config.yaml}, as from 1.19 on. */
    public boolean readsStandardYaml() {
        return !version.startsWith("1.18.");
    }

    /** Returns the directory of the distributions. */
    static Path cache() {
        String named = System.getProperty("ckptctl.flink.cache", "");
        return named.isEmpty()
                ? Path.of(System.getProperty("user.home", "."), ".cache", "ckptctl", "flink")
                : Path.of(named).toAbsolutePath();
    }

    @Override
    public String toString() {
        return "Flink " + version + " in " + directory;
    }
}
