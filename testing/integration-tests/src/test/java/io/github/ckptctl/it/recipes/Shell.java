// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.recipes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonStreamParser;
import io.github.ckptctl.cluster.ClusterDefaults;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.it.support.Program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** A shell on the JobManager's machine, with {@code ckptctl} and {@code flink} on its path. */
final class Shell {

    private final Path programs;
    private final Map<String, String> variables;
    private final String prelude;

    /**
     * Opens a shell.
     *
     * @param programs an empty directory
     * @param prelude the first commands: the variables and the function that the recipes use
     */
    Shell(Path programs, FlinkCluster cluster, Map<String, String> variables, String prelude)
            throws IOException {
        this.programs = programs;
        this.variables = variables;
        this.prelude = prelude;
        Files.createSymbolicLink(
                programs.resolve("ckptctl"),
                Path.of(System.getProperty("ckptctl.launcher")).toRealPath());
        List<String> flink = new ArrayList<>(List.of("exec", Program.java()));
        flink.addAll(ClusterDefaults.moduleOptions());
        flink.addAll(List.of("-cp", cluster.distribution().classPath()));
        flink.addAll(List.of("org.apache.flink.client.cli.CliFrontend", "\"$@\""));
        Path script =
                Files.writeString(
                        programs.resolve("flink"), "#!/bin/sh\n" + String.join(" ", flink) + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    /** Runs commands, each of which must succeed, and returns their output. */
    String run(String commands) {
        String path = programs + ":" + System.getenv("PATH");
        Program bash =
                Program.run(
                        List.of(
                                Program.orSkip("bash"),
                                "-euo",
                                "pipefail",
                                "-c",
                                "export PATH='" + path + "'\n" + prelude + "\n" + commands),
                        variables);
        assertThat(bash.exitCode()).as("%s%n%s", commands, bash.output()).isZero();
        return bash.output();
    }

    /** Runs requests, each of which must be answered with 200, and returns the last value. */
    JsonElement request(String commands) {
        String output = run(commands);
        JsonElement last = null;
        JsonStreamParser answers = new JsonStreamParser(output);
        while (answers.hasNext()) {
            JsonElement answer = answers.next();
            List<JsonElement> parts =
                    answer.isJsonArray() ? answer.getAsJsonArray().asList() : List.of(answer);
            for (JsonElement part : parts) {
                JsonObject one = part.getAsJsonObject();
                assertThat(one.get("status").getAsInt()).as("%s%n%s", commands, one).isEqualTo(200);
                last = one.get("value");
            }
        }
        assertThat(last).as(commands).isNotNull();
        return last;
    }
}
