// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The user that a process runs as: by number where the system tells it, else by name. */
final class Owner {

    private static final String SELF = "self";

    private final String user;

    private Owner(String user) {
        this.user = user;
    }

    /** Returns that of this process. */
    static Owner own() {
        return new Owner(
                effectiveUser(SELF).orElseGet(() -> System.getProperty("user.name", "unknown")));
    }

    /** Returns that of another process, empty if there is none or the system does not tell. */
    static Optional<Owner> of(String pid) {
        Optional<String> user = effectiveUser(pid);
        if (user.isEmpty() && effectiveUser(SELF).isEmpty()) {
            // a system without /proc
            user = ProcessHandle.of(Long.parseLong(pid)).flatMap(process -> process.info().user());
        }
        return user.map(Owner::new);
    }

    /**
     * Returns a user as Linux has it for a process: its second number is the one that counts for
     * what the process may do (proc(5), {@code status}).
     */
    private static Optional<String> effectiveUser(String process) {
        Path status = Paths.get("/proc", process, "status");
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("Uid:"))
                    .map(line -> line.split("\\s+"))
                    .filter(numbers -> numbers.length > 2)
                    .map(numbers -> numbers[2])
                    .findFirst();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
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
