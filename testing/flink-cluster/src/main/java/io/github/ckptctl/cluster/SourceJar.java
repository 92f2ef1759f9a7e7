// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A jar that is compiled at run time, because its content has to match the Flink version it runs
 * on.
 *
 * @param sources the source files, relative to this package and without their suffix; the first
 *     names the jar
 * @param files further content of the jar, by name
 */
record SourceJar(List<String> sources, Map<String, String> files) {

    /** Returns the jar for a version; compiles it unless that was done before. */
    Path compile(FlinkDistribution distribution) {
        return compile(distribution, List.of());
    }

    /** Returns the jar for a version and further jars that its sources need. */
    Path compile(FlinkDistribution distribution, List<Path> further) {
        List<String> texts =
                sources.stream().map(source -> Resource.text(source + ".java")).toList();
        String name = simpleName(sources.get(0));
        String key = hash(String.join("", texts) + new TreeMap<>(files));
        Path jar = distribution.compiled().resolve(name + "-" + key + ".jar");
        if (Files.exists(jar)) {
            return jar;
        }
        try {
            Files.createDirectories(distribution.compiled());
            Path temporary = Files.createTempDirectory(distribution.compiled(), name);
            try {
                List<Path> sourceFiles = new ArrayList<>();
                for (int i = 0; i < texts.size(); i++) {
                    Path file = temporary.resolve(simpleName(sources.get(i)) + ".java");
                    sourceFiles.add(Files.writeString(file, texts.get(i)));
                }
                Path classes = Files.createDirectory(temporary.resolve("classes"));
                compile(classPath(distribution, further), sourceFiles, classes);
                Path packed = temporary.resolve("packed.jar");
                pack(classes, packed);
                Files.move(packed, jar, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                DirectoryTree.delete(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + jar, e);
        }
        return jar;
    }

    private static String classPath(FlinkDistribution distribution, List<Path> further) {
        return Stream.concat(further.stream(), distribution.jars().stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void compile(String classPath, List<Path> sourceFiles, Path classes)
            throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("test jobs need a JDK, this is a JRE");
        }
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> options =
                List.of(
                        "--release",
                        "11",
                        "-proc:none",
                        "-nowarn",
                        "-cp",
                        classPath,
                        "-d",
                        classes.toString());
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            boolean done =
                    compiler.getTask(
                                    null,
                                    files,
                                    diagnostics,
                                    options,
                                    null,
                                    files.getJavaFileObjectsFromPaths(sourceFiles))
                            .call();
            if (!done) {
                throw new IllegalStateException(
                        sourceFiles.get(0).getFileName()
                                + " does not compile: "
                                + text(diagnostics));
            }
        }
    }

    private static String simpleName(String source) {
        return source.substring(source.lastIndexOf('/') + 1);
    }

    private static String text(DiagnosticCollector<JavaFileObject> diagnostics) {
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }

    private void pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path file : compiled.filter(Files::isRegularFile).sorted().toList()) {
                String name = classes.relativize(file).toString().replace('\\', '/');
                add(entries, name, Files.readAllBytes(file));
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                add(entries, file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void add(JarOutputStream entries, String name, byte[] content)
            throws IOException {
        entries.putNextEntry(new JarEntry(name));
        entries.write(content);
        entries.closeEntry();
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
