// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import io.github.ckptctl.agent.http.WebAnswer;
import io.github.ckptctl.agent.http.WebConsole;

/** Request of the web console's page that has passed every check. */
public final class ConsoleCall {

    private final WebConsole.Target target;
    private final String operation;
    private final WebConsole.Call call;

    ConsoleCall(WebConsole.Target target, String operation, WebConsole.Call call) {
        this.target = target;
        this.operation = operation;
        this.call = call;
    }

    /** Returns the operation of a job's bean, empty where nothing is changed. */
    public String operation() {
        return operation;
    }

    /** Returns whether it came with a body, which was read. */
    public boolean hasBody() {
        return isWithBody(call.method());
    }

    static boolean isWithBody(String method) {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    /** Returns the job that it is about. */
    String jobId() {
        return target.jobId();
    }

    /** Returns what it was called with. */
    Object arguments() {
        return call.body();
    }

    /** Carries it out. */
    public WebAnswer run() {
        return target.answer(call);
    }
}
