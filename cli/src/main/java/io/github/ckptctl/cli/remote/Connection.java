// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.CliException;

import java.util.List;

/**
 * One agent's beans, over whichever protocol. Not for several threads.
 *
 * <p>All methods throw {@link CliException}: {@code NO_CONNECTION} when there is no answer, {@code
 * REFUSED} when the answer is no, {@code NOT_FOUND} when there is no such bean.
 */
public interface Connection extends AutoCloseable {

    /** Returns how a person would name the other end. */
    String name();

    /**
     * Returns what serves the beans at the other end, if it is not the agent itself; empty if it
     * is.
     */
    String foreignDoor();

    /** Reads attributes of one bean, all if none is named. */
    JsonObject read(String bean, List<String> attributes);

    /** Reads attributes of all beans of a pattern, by their names. */
    JsonObject readAll(String pattern, List<String> attributes);

    /** Calls an operation; texts, whole numbers, booleans and maps of texts are arguments. */
    JsonElement call(String bean, String operation, Object... arguments);

    /** Returns the longest that a call may take in milliseconds. */
    long longestCall();

    @Override
    void close();
}
