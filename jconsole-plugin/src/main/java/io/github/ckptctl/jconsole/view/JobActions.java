// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.view;

import io.github.ckptctl.jconsole.model.JobOperations;

import javax.management.JMException;

import java.io.IOException;
import java.util.function.Consumer;

/** Executor of orders, through which the parts of the tab operate on the shown job. */
interface JobActions {

    /** Operation on a job, executed off Swing's thread. */
    interface Order<T> {
        T carriedOut(JobOperations job) throws JMException, IOException;
    }

    /**
     * Executes an order; meanwhile no other order can be given. A failure is shown.
     *
     * @param then is called with the result, on Swing's thread
     */
    <T> void ask(Order<T> order, Consumer<T> then);

    /** Executes an order that may take long; meanwhile other orders can be given. */
    <T> void askPatiently(long millis, Order<T> order, Consumer<T> then);

    /** Shows the outcome of an order. */
    void tell(String outcome);
}
