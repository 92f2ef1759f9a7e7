// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http;

import io.github.ckptctl.mbeans.Role;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The web console, as the endpoint offers it behind its own checks: the files of the page, and the
 * routes that the page uses. Any thread.
 */
public interface WebConsole {

    /** Returns what is at a path, empty if there is nothing. */
    Optional<Target> find(String path);

    /** What is at a path. */
    interface Target {

        /** Returns the methods that it has. */
        Set<String> methods();

        /**
         * Returns whether it is the same for every caller and holds no data of any job; such a file
         * may be opened from any page.
         */
        boolean isFile();

        /**
         * Returns the operation of a job's bean that a method corresponds to, empty where it
         * changes nothing.
         */
        String operation(String method);

        /** Returns the job that it is about, empty for none. */
        String jobId();

        /** Answers a request that may be carried out. */
        WebAnswer answer(Call call);
    }

    /** Request that has passed the checks. Immutable. */
    final class Call {

        private final String method;
        private final String caller;
        private final Role role;
        private final Map<String, Object> body;
        private final @Nullable String known;

        /**
         * @param caller the caller, for the history
         * @param body the content of the request's body, empty for none
         * @param known the header {@code If-None-Match}, null if it is missing
         */
        public Call(
                String method,
                String caller,
                Role role,
                Map<String, Object> body,
                @Nullable String known) {
            this.method = method;
            this.caller = caller;
            this.role = role;
            this.body = body;
            this.known = known;
        }

        public String method() {
            return method;
        }

        public String caller() {
            return caller;
        }

        public Role role() {
            return role;
        }

        public Map<String, Object> body() {
            return body;
        }

        public @Nullable String known() {
            return known;
        }
    }
}
