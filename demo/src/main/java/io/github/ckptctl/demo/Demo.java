// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FreePort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Starts a cluster with the agent in its JobManager, plays the rescue, and stays up. */
public final class Demo {

    private static final String USAGE = "usage: demo/run [--once] [--flink VERSION]";

    private Demo() {}

    /**
     * Runs the demo.
     *
     * @param arguments {@code --once} to end after the rescue, {@code --flink VERSION} for another
     *     line than 2.3.0
     */
    public static void main(String[] arguments) throws Exception {
        boolean once = false;
        String version = "2.3.0";
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        while (!left.isEmpty()) {
            String option = left.remove();
            if (option.equals("--once")) {
                once = true;
            } else if (option.equals("--flink") && !left.isEmpty()) {
                version = left.remove();
            } else {
                System.err.println(USAGE);
                System.exit(2);
            }
        }
        System.exit(run(version, once) ? 0 : 1);
    }

    private static boolean run(String version, boolean once)
            throws IOException, InterruptedException {
        Screen screen = Screen.onStandardOutput();
        Path agent = Path.of(System.getProperty("ckptctl.agent.jar"));
        Path directory = Files.createTempDirectory("ckptctl-demo");
        Path token = directory.resolve("token");
        int port = FreePort.onLoopback();
        screen.title(
                "Flink "
                        + version
                        + ", a JobManager and a TaskManager, the agent in the JobManager");
        screen.text("-javaagent:" + agent.getFileName() + "=jolokia.port=" + port);
        try (FlinkCluster cluster =
                FlinkCluster.builder()
                        .flink(version)
                        .jmx(true)
                        .agent(agent, "jolokia.port=" + port + ",jolokia.tokenFile=" + token)
                        .start()) {
            Rescue rescue = new Rescue(cluster, screen, port, token);
            boolean rescued = rescue.play();
            if (!once && rescued) {
                rescue.showWhereToLook();
                new CountDownLatch(1).await();
            }
            return rescued;
        } finally {
            Files.deleteIfExists(token);
            Files.deleteIfExists(directory);
        }
    }
}
