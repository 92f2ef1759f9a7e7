// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkProcess;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Program that starts a cluster, prints the ids of its processes, and waits to be killed. */
public final class AbandonedCluster {

    private AbandonedCluster() {}

    public static void main(String[] args) throws InterruptedException {
        FlinkCluster cluster =
                FlinkCluster.builder().flink(args[0]).logDirectory(Path.of(args[1])).start();
        System.out.println(cluster.jobManagerPid());
        cluster.taskManagers().stream().map(FlinkProcess::pid).forEach(System.out::println);
        System.out.println("started");
        new CountDownLatch(1).await();
    }
}
