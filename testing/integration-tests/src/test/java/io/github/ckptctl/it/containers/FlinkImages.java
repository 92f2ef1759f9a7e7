// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.containers;

import com.github.dockerjava.api.DockerClient;
import io.github.ckptctl.cluster.ClusterDefaults;
import io.github.ckptctl.cluster.FlinkDistribution;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Program;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Images of Flink, for containers that need nothing from a registry.
 *
 * <p>The base image is the one named by the system property {@code flink.image}, or one built here:
 * a Java runtime linked from this JDK's modules, a version's jars, and from this machine a shell
 * and the shared libraries that both need. It is configured in the same way as the official one.
 * Images that are built here are removed by {@link #close()}.
 */
final class FlinkImages implements AutoCloseable {

    private static final String MODULES =
            "java.se,jdk.unsupported,jdk.management,jdk.management.agent,jdk.httpserver,"
                    + "jdk.crypto.ec,jdk.zipfs";
    private static final String SHELL = "/bin/sh";

    /** Programs that the entry point and the build of an image over this one need. */
    private static final List<Path> PROGRAMS = List.of(Path.of(SHELL), Path.of("/bin/chmod"));

    private static final String EXECUTABLE = "rwxr-xr-x";

    /** Line of {@code ldd} for a library that it has found. */
    private static final Pattern LIBRARY = Pattern.compile("(?m)(/\\S+) \\(0x[0-9a-f]+\\)$");

    private final Path work;
    private final Deque<String> built = new ArrayDeque<>();

    /**
     * Creates images in a directory.
     *
     * @param work directory for the files that go into the images
     */
    FlinkImages(Path work) {
        this.work = work;
    }

    /** Returns the name of the base image. */
    String stock(FlinkDistribution distribution) throws IOException {
        String given = System.getProperty("flink.image", "");
        return given.isEmpty() ? fromJars(distribution) : given;
    }

    /** Adds the agent to an image, with the very file that users have for it. */
    String withAgent(String image) {
        return built(
                new ImageFromDockerfile()
                        .withFileFromPath(
                                "Dockerfile", Path.of("../..", "containers/docker/Dockerfile"))
                        .withFileFromPath(AgentJar.path().getFileName().toString(), AgentJar.path())
                        .withBuildArg("FLINK_IMAGE", image));
    }

    /**
     * Adds files to an image that only Flink's user may read, in {@code /etc/ckptctl}, and a
     * directory {@code /data} into which that user may write.
     */
    String withFiles(String image, Path files) throws IOException {
        Path data = Files.createDirectories(work.resolve("data"));
        Files.writeString(data.resolve("README"), "what the containers of a cluster share\n");
        return built(
                new ImageFromDockerfile()
                        .withFileFromPath("files", files)
                        .withFileFromPath("data", data)
                        .withFileFromString(
                                "Dockerfile",
                                String.join(
                                        "\n",
                                        "FROM " + image,
                                        "COPY --chown=9999:9999 files /etc/ckptctl",
                                        "COPY --chown=9999:9999 data /data")));
    }

    /**
     * Removes the images that were built here; an image that is the base of others is removed after
     * them.
     */
    @Override
    public void close() {
        DockerClient docker = DockerClientFactory.instance().client();
        built.forEach(image -> docker.removeImageCmd(image).withForce(true).exec());
    }

    private String built(ImageFromDockerfile image) {
        String name = image.get();
        built.addFirst(name);
        return name;
    }

    private String fromJars(FlinkDistribution distribution) throws IOException {
        Path root = Files.createDirectories(work.resolve("root"));
        runtime(root.resolve("opt/java"));
        executable("entrypoint.sh", root.resolve("docker-entrypoint.sh"));
        for (Path jar : distribution.jars()) {
            Path lib = Files.createDirectories(root.resolve("opt/flink/lib"));
            Files.copy(jar, lib.resolve(jar.getFileName()));
        }
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/passwd"), "flink:x:9999:9999::/opt/flink:" + SHELL);
        Files.writeString(root.resolve("etc/nsswitch.conf"), "hosts: files dns\n");
        Path tmp = Files.createDirectories(root.resolve("tmp"));
        Files.setPosixFilePermissions(tmp, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(tmp.resolve("README"), "directories that are empty do not get here\n");
        return built(
                new ImageFromDockerfile()
                        .withFileFromClasspath("Dockerfile", resource("Dockerfile"))
                        .withFileFromPath("root", root)
                        .withFileFromPath("conf", configuration()));
    }

    /**
     * Links a runtime of the modules that Flink needs; adds this machine's programs and libraries.
     */
    private static void runtime(Path directory) throws IOException {
        ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
        int ended =
                jlink.run(
                        System.out,
                        System.err,
                        "--add-modules",
                        MODULES,
                        "--output",
                        directory.toString());
        assertThat(ended).as("jlink's exit code").isZero();
        List<Path> binaries = new ArrayList<>(PROGRAMS);
        binaries.add(directory.resolve("bin/java"));
        try (Stream<Path> files = Files.walk(directory.resolve("lib"))) {
            files.filter(file -> file.toString().endsWith(".so")).forEach(binaries::add);
        }
        Path root = directory.getParent().getParent();
        for (Path program : PROGRAMS) {
            copy(program, root);
        }
        for (Path library : librariesOf(binaries)) {
            if (!library.startsWith(directory)) {
                copy(library, root);
            }
        }
    }

    private static Set<Path> librariesOf(List<Path> binaries) {
        List<String> command = new ArrayList<>(List.of("ldd"));
        binaries.forEach(binary -> command.add(binary.toString()));
        Program ldd = Program.run(command, Map.of());
        assertThat(ldd.exitCode()).as(ldd.output()).isZero();
        Set<Path> libraries = new LinkedHashSet<>();
        LIBRARY.matcher(ldd.output())
                .results()
                .forEach(found -> libraries.add(Path.of(found.group(1)).normalize()));
        return libraries;
    }

    private Path configuration() throws IOException {
        Path directory = Files.createDirectories(work.resolve("conf"));
        List<String> options = new ArrayList<>(ClusterDefaults.moduleOptions());
        options.add("-Dlog4j.configurationFile=file:/opt/flink/conf/log4j-console.properties");
        Files.write(directory.resolve("jvm.options"), options);
        write("log4j-console.properties", directory.resolve("log4j-console.properties"));
        return directory;
    }

    /**
     * Copies a file of this machine to the same path, and the content of its target if it is a
     * link.
     */
    private static void copy(Path file, Path root) throws IOException {
        Path target = root.resolve(file.toString().substring(1));
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(EXECUTABLE));
    }

    private static void executable(String resource, Path target) throws IOException {
        write(resource, target);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(EXECUTABLE));
    }

    private static void write(String resource, Path target) throws IOException {
        try (InputStream in = FlinkImages.class.getResourceAsStream(resource)) {
            Files.copy(Objects.requireNonNull(in, resource), target);
        }
    }

    private static String resource(String name) {
        return FlinkImages.class.getPackageName().replace('.', '/') + "/" + name;
    }
}
