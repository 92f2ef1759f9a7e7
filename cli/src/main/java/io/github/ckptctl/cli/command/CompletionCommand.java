// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.stream.Collectors;

/** Command that prints the completion script of a shell. */
@Command(
        name = "completion",
        description = "Writes the script for a shell's completion.",
        footerHeading = "%nExamples%n",
        footer = {
            "  source <(ckptctl completion bash)",
            "  ckptctl completion bash > /etc/bash_completion.d/ckptctl",
            "  ckptctl completion zsh > ~/.ckptctl.zsh; echo 'source ~/.ckptctl.zsh' >> ~/.zshrc"
        })
final class CompletionCommand extends AbstractCommand {

    /** Shell. */
    enum Shell {
        /** Bash. */
        BASH,
        /** Zsh, which takes bash's completions. */
        ZSH
    }

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell = Shell.BASH;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    ExitCode run() {
        String script = AutoComplete.bash("ckptctl", spec.root().commandLine());
        JsonObject data = new JsonObject();
        data.addProperty("shell", shell.name());
        data.addProperty("script", script);
        output().data(data, () -> script.lines().collect(Collectors.toList()));
        return ExitCode.DONE;
    }
}
