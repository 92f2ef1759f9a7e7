// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.JobOperations;

import javax.management.JMException;

import java.io.IOException;
import java.util.function.Consumer;

/** Where the parts of the tab hand in what is to be done with the job that is shown. */
interface JobActions {

    /** Something to be done with a job, off Swing's thread. */
    interface Order<T> {
        T carriedOut(JobOperations job) throws JMException, IOException;
    }

    /**
     * Has something done; meanwhile nothing else can be ordered. A failure is shown.
     *
     * @param then hears the answer, on Swing's thread
     */
    <T> void ask(Order<T> order, Consumer<T> then);

    /** Has something done that may take long; meanwhile other things can be ordered. */
    <T> void askPatiently(long millis, Order<T> order, Consumer<T> then);

    /** Shows what came of an order. */
    void tell(String outcome);
}
