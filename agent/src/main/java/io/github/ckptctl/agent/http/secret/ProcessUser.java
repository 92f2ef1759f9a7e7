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

/** The user that this process runs as. */
final class ProcessUser {

    private static final Path STATUS = Paths.get("/proc/self/status");

    /**
     * Of the numbers there, the second is the one that files belong to which this process makes.
     */
    private static final Pattern EFFECTIVE = Pattern.compile("(?m)^Uid:\\s+\\d+\\s+(\\d+)\\s");

    private ProcessUser() {}

    /** Tells whether a file belongs to it; needs no file of its own where there is a /proc. */
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
