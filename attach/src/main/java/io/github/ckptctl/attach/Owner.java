// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import java.util.Objects;
import java.util.Optional;

/** User that a process runs as: by number if the system reports it, otherwise by name. */
final class Owner {

    private final String user;

    private Owner(String user) {
        this.user = user;
    }

    /** Returns the owner of this process. */
    static Owner own() {
        return new Owner(
                ProcessFiles.own()
                        .user()
                        .orElseGet(() -> System.getProperty("user.name", "unknown")));
    }

    /**
     * Returns the owner of another process, empty if there is none or the system does not show it.
     */
    static Optional<Owner> of(String pid) {
        Optional<String> user = ProcessFiles.of(pid).user();
        if (user.isEmpty() && !ProcessFiles.areThere()) {
            user = ProcessHandle.of(Long.parseLong(pid)).flatMap(process -> process.info().user());
        }
        return user.map(Owner::new);
    }

    /** Returns whether it is the user that may attach to all users' JVMs. */
    boolean isRoot() {
        return user.equals("0") || user.equals("root");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Owner && ((Owner) other).user.equals(user);
    }

    @Override
    public int hashCode() {
        return Objects.hash(user);
    }

    @Override
    public String toString() {
        return user.matches("\\d+") ? "uid " + user : user;
    }
}
