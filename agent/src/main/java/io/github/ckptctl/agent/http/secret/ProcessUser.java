// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** User that this process runs as. */
final class ProcessUser {

    private static final Path STATUS = Paths.get("/proc/self/status");

    /** The second of the numbers there is the owner of files that this process creates. */
    private static final Pattern EFFECTIVE = Pattern.compile("(?m)^Uid:\\s+\\d+\\s+(\\d+)\\s");

    private ProcessUser() {}

    /** Returns whether a file belongs to it; creates no file of its own if there is a /proc. */
    static boolean owns(Path file, LinkOption... links) throws IOException {
        if (Files.isReadable(STATUS)) {
            Matcher user = EFFECTIVE.matcher(Files.readString(STATUS, StandardCharsets.ISO_8859_1));
            if (user.find()) {
                Object owner = Files.getAttribute(file, "unix:uid", links);
                return Integer.valueOf(user.group(1)).equals(owner);
            }
        }
        Path probe = Files.createTempFile("ckptctl-", ".probe", SecretFile.OWNER_ONLY);
        try {
            return Files.getOwner(file, links).equals(Files.getOwner(probe));
        } finally {
            Files.delete(probe);
        }
    }
}
