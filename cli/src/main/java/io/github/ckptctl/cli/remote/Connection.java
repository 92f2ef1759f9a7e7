// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.CliException;

import java.util.List;

/**
 * Connection to the beans of one agent, over any protocol. Not thread-safe.
 *
 * <p>All methods throw {@link CliException}: {@code NO_CONNECTION} without a response, {@code
 * REFUSED} if the request is rejected, {@code NOT_FOUND} if there is no such bean.
 */
public interface Connection extends AutoCloseable {

    /** Returns the display name of the other end. */
    String name();

    /**
     * Returns the component that serves the beans at the other end, if it is not the agent itself;
     * empty if it is.
     */
    String foreignDoor();

    /** Reads attributes of one bean, or all if none is named. */
    JsonObject read(String bean, List<String> attributes);

    /** Reads attributes of all beans that match a pattern, by their names. */
    JsonObject readAll(String pattern, List<String> attributes);

    /** Calls an operation; arguments are texts, whole numbers, booleans and maps of texts. */
    JsonElement call(String bean, String operation, Object... arguments);

    /** Returns the maximum duration of a call in milliseconds. */
    long longestCall();

    @Override
    void close();
}
