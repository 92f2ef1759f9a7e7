// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.ShutdownSignal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Main program that starts a cluster with the agent in its JobManager, plays the rescue, and keeps
 * running.
 */
public final class Demo {

    private final DemoOptions options;
    private final ShutdownSignal ending;
    private final Screen screen = Screen.onStandardOutput();

    private Demo(DemoOptions options, ShutdownSignal ending) {
        this.options = options;
        this.ending = ending;
    }

    /**
     * Runs the demo; exits with 0 if the checkpoint was saved, 1 if not, and 2 if the command line
     * is not understood.
     *
     * @param arguments {@code --once} to end after the rescue, {@code --flink VERSION} for another
     *     version than 2.3.0, {@code --act back-pressure} for the other scenario
     */
    public static void main(String[] arguments) {
        DemoOptions options;
        try {
            options = DemoOptions.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        ShutdownSignal ending = ShutdownSignal.onSignal();
        boolean rescued = new Demo(options, ending).run();
        ending.tidied();
        System.exit(rescued ? 0 : 1);
    }

    /** Runs to the end, successful or not; everything is cleaned up then. */
    private boolean run() {
        boolean rescued = false;
        try {
            rescued = play();
        } catch (IOException | InterruptedException | RuntimeException e) {
            // on termination by a signal, running work is interrupted
            if (!ending.isAsked()) {
                screen.failure(e);
            }
        }
        if (ending.isAsked()) {
            screen.title("Ended. Nothing is left running.");
        }
        return rescued;
    }

    private boolean play() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("ckptctl-demo-");
        Path token = directory.resolve("token");
        Path agent = Path.of(System.getProperty("ckptctl.agent.jar", ""));
        String agentOptions = "jolokia.port=0,jolokia.tokenFile=" + token;
        screen.title("Flink " + options.version() + ", with the agent in its JobManager");
        screen.text("-javaagent:" + agent.getFileName() + "=" + agentOptions);
        screen.event("starting (the first time, Flink's jars are fetched with Maven)");
        try (FlinkCluster cluster =
                FlinkCluster.builder()
                        .flink(options.version())
                        .jmx(true)
                        .agent(agent, agentOptions)
                        .logDirectory(
                                Path.of(System.getProperty("ckptctl.logs", "target/flink-logs")))
                        .start()) {
            Patience patience = new Patience(ending);
            AgentBeans beans = new AgentBeans(cluster.jmx(), patience);
            Endpoint endpoint = new Endpoint(beans.httpUrl(), token);
            screen.event("JobManager and TaskManager are up, " + endpoint.url() + " is open");
            screen.entry("Console", cluster.webUrl().resolve("/ckptctl/").toString());
            Act act =
                    options.act() == DemoOptions.Story.TIMEOUT
                            ? new Rescue(cluster, screen, endpoint, beans, patience)
                            : new BackPressure(cluster, screen, endpoint, beans, patience);
            boolean rescued = act.play();
            if (rescued && !options.once()) {
                act.showWhereToLook();
                ending.await();
            }
            return rescued;
        } finally {
            Files.deleteIfExists(token);
            Files.deleteIfExists(directory);
        }
    }
}
