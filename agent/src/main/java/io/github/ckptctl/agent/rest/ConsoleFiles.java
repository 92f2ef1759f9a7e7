// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.rest;

import io.github.ckptctl.flink.rest.StaticFile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Files of the web console, from the agent's jar, and the one that is made at start: what the page
 * has to know of this agent before it asks for jobs. Each is read when it is first asked for, and
 * retained. Any thread.
 */
public final class ConsoleFiles implements Function<String, Optional<StaticFile>> {

    /** The path of the console on Flink's REST port. */
    public static final String DIRECTORY = "/ckptctl/";

    private static final String HOME = "/io/github/ckptctl/console/";
    private static final String START = "index.html";
    private static final String ABOUT = "about.json";

    /** The paths that there can be; none of them leads out of the directory. */
    private static final Pattern PATH = Pattern.compile("(lib/)?[A-Za-z0-9-]+(\\.[a-z]+)+");

    private static final String UTF_8 = "; charset=utf-8";

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html" + UTF_8,
                    "js", "text/javascript" + UTF_8,
                    "css", "text/css" + UTF_8,
                    "json", "application/json" + UTF_8,
                    "svg", "image/svg+xml",
                    "txt", "text/plain" + UTF_8);

    private final Map<String, StaticFile> read = new ConcurrentHashMap<>();

    /**
     * @param version the agent's version
     * @param flinkVersion the version of Flink
     * @param changesAllowed whether routes that change something are open
     */
    public ConsoleFiles(String version, String flinkVersion, boolean changesAllowed) {
        String about =
                String.format(
                        "{\"version\":\"%s\",\"flinkVersion\":\"%s\",\"changes\":%s}",
                        plain(version), plain(flinkVersion), changesAllowed);
        read.put(ABOUT, file(ABOUT, about.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Optional<StaticFile> apply(String path) {
        String name = path.isEmpty() ? START : path;
        StaticFile known = read.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        if (!PATH.matcher(name).matches() || !TYPES.containsKey(extension(name))) {
            return Optional.empty();
        }
        try (InputStream content = ConsoleFiles.class.getResourceAsStream(HOME + name)) {
            if (content == null) {
                return Optional.empty();
            }
            StaticFile file = file(name, content.readAllBytes());
            read.put(name, file);
            return Optional.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StaticFile file(String name, byte[] content) {
        return new StaticFile(content, TYPES.getOrDefault(extension(name), "text/plain"));
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Returns the characters of a version that need no escape in JSON. */
    private static String plain(String version) {
        return version.replaceAll("[^A-Za-z0-9._+-]", "");
    }
}
