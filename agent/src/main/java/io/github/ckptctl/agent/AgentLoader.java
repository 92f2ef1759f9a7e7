// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import java.net.URL;
import java.net.URLClassLoader;

/**
 * Loads the agent's own classes from its jar before asking the parent; see {@link CheckpointAgent}.
 */
final class AgentLoader extends URLClassLoader {

    private static final String OWN = "io.github.ckptctl.";
    private static final String SHARED = OWN + "agent.hook.";

    static {
        registerAsParallelCapable();
    }

    AgentLoader(URL jar, ClassLoader parent) {
        super("ckptctl", new URL[] {jar}, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OWN) || name.startsWith(SHARED)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : findClass(name);
        }
    }
}
