// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A logger that records its lines. */
public final class RecordingLogger {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    public Logger logger() {
        return (Logger)
                Proxy.newProxyInstance(
                        Logger.class.getClassLoader(),
                        new Class<?>[] {Logger.class},
                        (proxy, method, arguments) -> {
                            lines.add(line(method.getName(), arguments));
                            return null;
                        });
    }

    public void forget() {
        lines.clear();
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    private static String line(String level, Object[] arguments) {
        Object last = arguments[arguments.length - 1];
        Object[] values =
                last instanceof Object[]
                        ? (Object[]) last
                        : Arrays.copyOfRange(arguments, 1, arguments.length);
        return level
                + " "
                + MessageFormatter.arrayFormat((String) arguments[0], values).getMessage();
    }
}
