// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.mbeans.OtherDoor;

import java.util.List;
import java.util.Set;

/**
 * State of the running agent, as the assembly provides it, and the operation that removes the
 * agent.
 */
public interface AgentControl {

    /** Returns the number of errors that the hooks have caught. */
    long hookErrors();

    /** Returns the last of them, empty if there was none. */
    String lastHookError();

    /** Returns the URL of the HTTP endpoint, empty when it is off. */
    String jolokiaUrl();

    /** Returns the address of the page for browsers, empty when it is off or not known yet. */
    String consoleUrl();

    /** Returns the other doors: access paths to the beans that are not the agent's own. */
    List<OtherDoor> otherDoors();

    /** Returns where settings are persisted. */
    String persistenceLocation();

    /**
     * Returns the routes at which Flink's own route answers instead of the agent's, a sentence
     * each.
     */
    Set<String> displacedRoutes();

    /** Returns the name of the cluster that records belong to, and the source of the name. */
    String persistenceCluster();

    /** Returns the conflict between this cluster's records and another's, empty for none. */
    String persistenceProblem();

    /** Removes the agent. */
    void detach();
}
