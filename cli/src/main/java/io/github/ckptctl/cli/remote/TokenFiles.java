// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Default files of the agents' tokens: in the temporary directory, one per process. */
final class TokenFiles {

    private static final String ANY_PROCESS = "\\d+";

    private TokenFiles() {}

    /** Returns the token files of a process. */
    static List<Path> of(String pid) {
        return matching(Pattern.quote(pid));
    }

    /** Returns the token files that this user can read, for a message. */
    static String found() {
        String found =
                matching(ANY_PROCESS).stream()
                        .filter(Files::isReadable)
                        .map(Path::toString)
                        .collect(Collectors.joining(" or "));
        return found.isEmpty() ? "with the file that the JobManager's log names" : found;
    }

    private static List<Path> matching(String pid) {
        Path directory = Paths.get(System.getProperty("java.io.tmpdir", "/tmp"));
        Pattern name = Pattern.compile("ckptctl-" + pid + "(-.*)?\\.token");
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> name.matcher(String.valueOf(file.getFileName())).matches())
                    .sorted()
                    .collect(Collectors.toList());
        } catch (IOException e) {
            return List.of();
        }
    }
}
