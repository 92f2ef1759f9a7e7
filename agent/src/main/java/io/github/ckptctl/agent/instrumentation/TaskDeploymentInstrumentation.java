// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import net.bytebuddy.asm.AsmVisitorWrapper;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

/**
 * Instrumentation that substitutes the information that the tasks of a job are deployed with, at
 * the one place where a descriptor is created.
 */
final class TaskDeploymentInstrumentation implements TypeInstrumentation {

    @Override
    public AsmVisitorWrapper[] changes() {
        return new AsmVisitorWrapper[] {
            new AsmVisitorWrapper.ForDeclaredMethods()
                    .method(
                            named("createDeploymentDescriptor").and(takesArguments(4)),
                            new DeploymentSubstitution())
        };
    }
}
