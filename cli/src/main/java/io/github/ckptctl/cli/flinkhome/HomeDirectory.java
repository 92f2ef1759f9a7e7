// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.flinkhome;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Directory of a Flink distribution. A file is replaced as a whole: a process that reads it finds
 * the old file or the new one, with the owner, the group and the mode of the old one.
 */
interface HomeDirectory {

    /** Opens a directory, which is created with the first file if it does not exist. */
    static HomeDirectory of(Path home, String name) {
        return "root".equals(System.getProperty("user.name"))
                ? new RootsDirectory(home, name)
                : new UsersDirectory(home.resolve(name));
    }

    /** Returns whether a file of this name exists. */
    boolean has(String file);

    /** Returns the content of a file. */
    byte[] read(String file) throws IOException;

    /** Writes a file; a new file is readable by all users. */
    void write(String file, byte[] content) throws IOException;

    /** Deletes a file if it exists. */
    void delete(String file) throws IOException;
}
