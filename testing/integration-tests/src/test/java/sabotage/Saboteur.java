// SPDX-License-Identifier: Apache-2.0
package sabotage;

import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.asm.ModifierAdjustment;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.modifier.FieldManifestation;
import net.bytebuddy.matcher.ElementMatcher;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.named;

/**
 * Agent that breaks methods when their class is loaded. Its argument is the kind of failure, a
 * colon, and the target: {@code fail:some.Type#method}, with {@code *} for all methods of the type.
 *
 * <ul>
 *   <li>{@code fail}: each call throws, an exception, a linkage error, no memory and a stack
 *       overflow in turn
 *   <li>{@code hang}: each call never returns
 *   <li>{@code trigger}: each call, on a state of the adaptive scheduler, triggers a checkpoint
 *       that is not periodic, as that scheduler does from 2.4 on when it wants a rescale
 *   <li>{@code rename}: the type's own member has another name
 *   <li>{@code open}: the type's own field is not final
 *   <li>{@code say}: the type's code has another text in place of one: {@code some.Type#one>other}
 * </ul>
 */
public final class Saboteur {

    private static final AtomicInteger FAILURES = new AtomicInteger();

    private Saboteur() {}

    /** Called by the JVM at its start. */
    public static void premain(String argument, Instrumentation instrumentation) {
        int colon = argument.indexOf(':');
        int hash = argument.indexOf('#');
        String what = argument.substring(0, colon);
        String type = argument.substring(colon + 1, hash);
        String member = argument.substring(hash + 1);
        AsmVisitorWrapper change =
                switch (what) {
                    case "fail" -> Advice.to(Fail.class).on(isMethod().and(methods(member)));
                    case "hang" -> Advice.to(Hang.class).on(isMethod().and(methods(member)));
                    case "trigger" -> Advice.to(Trigger.class).on(isMethod().and(methods(member)));
                    case "rename" -> new Renamed(type, member);
                    case "open" ->
                            new ModifierAdjustment()
                                    .withFieldModifiers(named(member), FieldManifestation.VOLATILE);
                    case "say" -> {
                        String[] texts = member.split(">");
                        yield new OtherText(texts[0], texts[1]).everywhere();
                    }
                    default -> throw new IllegalArgumentException(argument);
                };
        new AgentBuilder.Default()
                .disableClassFormatChanges()
                .type(named(type))
                .transform((builder, seen, loader, module, domain) -> builder.visit(change))
                .installOn(instrumentation);
    }

    private static ElementMatcher.Junction<MethodDescription> methods(String name) {
        return name.equals("*") ? any() : named(name);
    }

    /** Called first by a broken method, from instrumented code. */
    public static void fail() {
        switch (FAILURES.getAndIncrement() % 4) {
            case 0:
                throw new IllegalStateException("broken on purpose");
            case 1:
                throw new NoSuchMethodError("broken on purpose");
            case 2:
                throw new OutOfMemoryError("broken on purpose");
            default:
                throw new StackOverflowError("broken on purpose");
        }
    }

    /** Called first by a hanging method, from instrumented code. */
    public static void hang() {
        while (!Thread.interrupted()) {
            LockSupport.park();
        }
    }

    /** Called first by a triggering method, from instrumented code. */
    public static void trigger(Object state) throws ReflectiveOperationException {
        Method graph = state.getClass().getSuperclass().getDeclaredMethod("getExecutionGraph");
        graph.setAccessible(true);
        Object executionGraph = graph.invoke(state);
        Object coordinator =
                executionGraph
                        .getClass()
                        .getMethod("getCheckpointCoordinator")
                        .invoke(executionGraph);
        coordinator
                .getClass()
                .getMethod("triggerCheckpoint", boolean.class)
                .invoke(coordinator, false);
    }

    @SuppressWarnings("unused") // inlined
    private static final class Trigger {
        @Advice.OnMethodEnter
        static void enter(@Advice.This Object state) throws ReflectiveOperationException {
            Saboteur.trigger(state);
        }
    }

    @SuppressWarnings("unused") // inlined
    private static final class Fail {
        @Advice.OnMethodEnter
        static void enter() {
            Saboteur.fail();
        }
    }

    @SuppressWarnings("unused") // inlined
    private static final class Hang {
        @Advice.OnMethodEnter
        static void enter() {
            Saboteur.hang();
        }
    }
}
