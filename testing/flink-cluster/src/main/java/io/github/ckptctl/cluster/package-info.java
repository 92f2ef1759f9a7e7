// SPDX-License-Identifier: Apache-2.0
/**
 * Real Flink clusters in local processes: any version, assembled from Maven artifacts, on the
 * loopback interface only. A cluster has one JobManager, or several with a ZooKeeper to elect their
 * leader.
 *
 * <p>Tests, the demo and the benchmarks use it; shipped code must not depend on it. Depends on the
 * JDK and Gson.
 */
@NullMarked
package io.github.ckptctl.cluster;

import org.jspecify.annotations.NullMarked;
