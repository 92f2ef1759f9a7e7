// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.instrumentation;

import io.github.ckptctl.bootstrap.RestHooks;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

import java.util.Map;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

/**
 * Instrumentation that lets requests to Flink's REST server have routes that its router does not
 * know.
 */
final class RouterInstrumentation implements TypeInstrumentation {

    @Override
    public AsmVisitorWrapper[] changes() {
        return new AsmVisitorWrapper[] {
            Advice.to(Routing.class).on(named("route").and(takesArguments(3)))
        };
    }

    @SuppressWarnings("unused") // inlined
    private static final class Routing {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
        static @Nullable Object enter(
                @Advice.This Object router,
                @Advice.Argument(0) Object method,
                @Advice.Argument(1) String path,
                @Advice.Argument(2) Map<?, ?> query) {
            return RestHooks.route(router, method, path, query);
        }

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object route,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC)
                        Object returned) {
            returned = route == null ? returned : route;
        }
    }
}
