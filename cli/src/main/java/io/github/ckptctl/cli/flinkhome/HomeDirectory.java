// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.flinkhome;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A directory of a Flink distribution. A file is replaced as a whole: whoever reads it finds the
 * old one or the new one, with the owner, the group and the mode of the old one.
 */
interface HomeDirectory {

    /** Opens one, which is made with the first file if it is not there. */
    static HomeDirectory of(Path home, String name) {
        return "root".equals(System.getProperty("user.name"))
                ? new RootsDirectory(home, name)
                : new UsersDirectory(home.resolve(name));
    }

    /** Tells whether there is a file of this name. */
    boolean has(String file);

    /** Returns what a file holds. */
    byte[] read(String file) throws IOException;

    /** Writes a file; one that is new can be read by everybody. */
    void write(String file, byte[] content) throws IOException;

    /** Deletes a file if it is there. */
    void delete(String file) throws IOException;
}
