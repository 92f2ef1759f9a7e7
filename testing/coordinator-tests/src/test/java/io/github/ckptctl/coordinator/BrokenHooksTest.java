// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import io.github.ckptctl.bootstrap.CheckpointHookHandler;
import io.github.ckptctl.bootstrap.CheckpointHooks;
import io.github.ckptctl.flink.FlinkRuntime;
import io.github.ckptctl.flink.UnalignedPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Test that Flink's coordinator behaves as it would without a hook, whatever the hook does. */
class BrokenHooksTest {

    /** Hooks called by the JobMaster and the adaptive scheduler, which no coordinator needs. */
    private static final Set<String> ELSEWHERE =
            Set.of(
                    "jobMasterCreated",
                    "jobMasterStarted",
                    "jobMasterSeen",
                    "jobMasterStopping",
                    "checkpointAsked",
                    "isOwnAbort",
                    "rescaleObserved",
                    "rescaleTriggered",
                    "isRescaleGated",
                    "failed");

    @RegisterExtension final WovenFlink flink = new WovenFlink();

    private int broken;

    @Test
    void isNotNoticedWhileNothingIsChanged() throws Exception {
        assertThat(new CoordinatorLife(flink).live()).isEqualTo(stockLife()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("hooks")
    void goesOnAsStockWhenOneHookFails(String hook) throws Exception {
        List<String> stock = stockLife();
        for (Throwable failure : failures()) {
            assertThat(lifeWith(failure, hook::equals)).as("%s", failure).isEqualTo(stock);
            assertThat(CheckpointHooks.lastError()).contains("broken on purpose");
        }
    }

    @Test
    void goesOnAsStockWhenEveryHookFails() throws Exception {
        List<String> stock = stockLife();
        for (Throwable failure : failures()) {
            assertThat(lifeWith(failure, hook -> true)).as("%s", failure).isEqualTo(stock);
        }
    }

    @Test
    @Timeout(60)
    void waitsForNoChangeThatIsUnderWay() throws Exception {
        // given: a change of the job that hangs for ever
        CoordinatorLife life = new CoordinatorLife(flink);
        Object changes = FlinkField.of(flink.jobOf(life.coordinator()), "changes");
        Lock changing = (Lock) FlinkField.of(changes, "changing");
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread hanging =
                new Thread(
                        () -> {
                            changing.lock();
                            held.countDown();
                            try {
                                done.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } finally {
                                changing.unlock();
                            }
                        });
        hanging.start();
        held.await();

        // when
        List<String> lived = life.live();

        // then
        done.countDown();
        hanging.join();
        assertThat(lived).isEqualTo(stockLife());
    }

    private static Stream<String> hooks() {
        return Arrays.stream(CheckpointHookHandler.class.getMethods())
                .map(Method::getName)
                .filter(name -> !ELSEWHERE.contains(name))
                .sorted();
    }

    private static List<Throwable> failures() {
        return List.of(
                new IllegalStateException("broken on purpose"),
                new NoSuchMethodError("broken on purpose"),
                new StackOverflowError("broken on purpose"),
                new OutOfMemoryError("broken on purpose"));
    }

    private List<String> stockLife() throws Exception {
        flink.transformer.uninstall(flink.instrumentation);
        try {
            return new CoordinatorLife(flink).live();
        } finally {
            flink.weave();
        }
    }

    private List<String> lifeWith(Throwable failure, Predicate<String> isBroken) throws Exception {
        CheckpointHookHandler whole =
                new FlinkRuntime(getClass().getClassLoader())
                        .handler(
                                flink.register,
                                Set.of(),
                                Runnable::run,
                                storage -> {},
                                UnalignedPolicy.ON_REQUEST);
        int before = broken;
        CheckpointHooks.install(
                (CheckpointHookHandler)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {CheckpointHookHandler.class},
                                (proxy, method, arguments) -> {
                                    if (isBroken.test(method.getName())) {
                                        // a failure while one is being reported is not another one
                                        if (!method.getName().equals("failed")) {
                                            broken++;
                                            flink.expectError();
                                        }
                                        throw failure;
                                    }
                                    return call(whole, method, arguments);
                                }));
        try {
            return new CoordinatorLife(flink).live();
        } finally {
            CheckpointHooks.install(whole);
            assertThat(broken).as("calls of what is broken").isGreaterThan(before);
        }
    }

    private static Object call(CheckpointHookHandler handler, Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(handler, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
