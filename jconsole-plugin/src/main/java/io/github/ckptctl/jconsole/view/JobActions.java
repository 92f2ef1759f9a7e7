// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.JobOperations;

import javax.management.JMException;

import java.io.IOException;
import java.util.function.Consumer;

/** Executor of actions, through which the parts of the tab operate on the shown job. */
interface JobActions {

    /** Operation on a job, executed off Swing's thread. */
    interface JobAction<T> {
        T execute(JobOperations job) throws JMException, IOException;
    }

    /**
     * Executes an action; meanwhile no other action can be given. A failure is shown.
     *
     * @param then is called with the result, on Swing's thread
     */
    <T> void submit(JobAction<T> action, Consumer<T> then);

    /** Executes an action that may take long; meanwhile other actions can be given. */
    <T> void submitWithTimeout(long millis, JobAction<T> action, Consumer<T> then);

    /** Shows the outcome of an action. */
    void showResult(String outcome);
}
