// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.mbeans.Role;

/**
 * Access that callers over plain JMX have, that is through any entry point to the beans that is not
 * the agent's own: a JMX connector, another agent in this JVM, code in it. Immutable.
 */
public final class JmxAccess {

    /** Access to everything: plain JMX has no roles. */
    public static final JmxAccess OPEN = new JmxAccess("");

    private final String whyClosed;

    private JmxAccess(String whyClosed) {
        this.whyClosed = whyClosed;
    }

    /**
     * Returns an access that is limited to a viewer's operations: reading.
     *
     * @param why the option that requires it, for messages
     */
    public static JmxAccess readOnly(String why) {
        return new JmxAccess(why);
    }

    /** Returns the option that closes changes, empty where they are open. */
    public String whyClosed() {
        return whyClosed;
    }

    boolean isReadOnly() {
        return !whyClosed.isEmpty();
    }

    /**
     * Rejects a call that came through another door, if it is for more than reading.
     *
     * @param what the operation or attribute, for the message
     * @throws SecurityException if changes are closed there
     */
    void permit(Role needed, String what) {
        if (isReadOnly() && needed != Role.VIEWER && !CallerContext.isKnown()) {
            throw new SecurityException(
                    what
                            + " is refused over JMX, which may only read here ("
                            + whyClosed
                            + "): use the agent's HTTP endpoint (ckptctl --url, its address is the"
                            + " attribute JolokiaUrl), or Flink's REST port");
        }
    }
}
