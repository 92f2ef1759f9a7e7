// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.mbeans.OtherDoor;

import java.util.List;
import java.util.Set;

/** What the assembly tells of the running agent, and the one thing that it can be asked to do. */
public interface AgentControl {

    /** Returns how many errors the hooks have caught. */
    long hookErrors();

    /** Returns the last of them, empty if there was none. */
    String lastHookError();

    /** Returns the URL of the HTTP endpoint, empty when it is off. */
    String jolokiaUrl();

    /** Returns the ways to the beans that are not the agent's own. */
    List<OtherDoor> otherDoors();

    /** Returns where what is set is kept. */
    String persistenceLocation();

    /** Returns where a route of Flink's own answers instead of ours, a sentence each. */
    Set<String> displacedRoutes();

    /** Returns the name of the cluster that records belong to, and what it rests on. */
    String persistenceCluster();

    /** Returns what stands between this cluster's records and another's, empty for nothing. */
    String persistenceProblem();

    /** Takes the agent out. */
    void detach();
}
