// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import io.github.ckptctl.agent.http.JolokiaOptions;
import io.github.ckptctl.agent.http.auth.LoginThrottle;
import io.github.ckptctl.agent.http.secret.TestingHashes;
import io.github.ckptctl.mbeans.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.management.MBeanServerFactory;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static io.github.ckptctl.agent.http.server.EndpointFixture.BEAN;
import static io.github.ckptctl.agent.http.server.EndpointFixture.basic;
import static io.github.ckptctl.agent.http.server.EndpointFixture.read;
import static io.github.ckptctl.agent.http.server.EndpointFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

class UsersLoginTest {

    private static final String WRITE = write(BEAN, "Timeout", "777");
    private static final String READ = read(BEAN, "Timeout");

    @TempDir Path directory;

    private Path users;
    private EndpointFixture fixture;

    @BeforeEach
    void start() throws Exception {
        users = TestingUsers.file(directory);
        fixture = new EndpointFixture(directory, options -> options.withUsersFile(users));
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void letsUsersInWithTheirPasswords(Role role) throws Exception {
        // when
        HttpResponse<String> response = fixture.postAs(TestingUsers.login(role), WRITE);

        // then
        if (role == Role.VIEWER) {
            fixture.assertRejected(response, 403);
        } else {
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(fixture.coordinator.callers())
                    .containsExactly("http:" + TestingUsers.NAMES.get(role));
            assertThat(fixture.audit.lines())
                    .singleElement()
                    .asString()
                    .contains("role=" + role + " login=password remote=127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer TOKEN", "bearer  TOKEN", "Basic token:TOKEN"})
    void letsUsersInWithTheirTokens(String header) throws Exception {
        // given
        String login =
                header.startsWith("Basic")
                        ? basic("token", TestingUsers.TOKEN)
                        : header.replace("TOKEN", TestingUsers.TOKEN);

        // when
        HttpResponse<String> reads = fixture.postAs(login, READ);
        HttpResponse<String> writes = fixture.postAs(login, WRITE);

        // then
        assertThat(reads.statusCode()).isEqualTo(200);
        assertThat(fixture.audit.lines())
                .singleElement()
                .asString()
                .contains("principal=ci role=VIEWER login=token");
        fixture.assertRejected(writes, 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada:",
                "ada:Correct horse",
                "ada:correct horse ",
                "ada:correct horse\0",
                "ada",
                ":correct horse",
                "ADA:correct horse",
                "ada :correct horse",
                "ada\n:correct horse",
                "nobody:correct horse",
                "ci:correct horse",
                "ci:0123456789abcdef0123456789abcdef",
                "token:correct horse",
                "ada:ada:correct horse",
                "../ada:correct horse",
                "ada:%63orrect horse",
                "*:*",
                ""
            })
    void rejectsEveryOtherNameAndPassword(String pair) throws Exception {
        // given
        int colon = pair.indexOf(':');
        String login =
                colon < 0
                        ? "Basic " + Base64.getEncoder().encodeToString(pair.getBytes())
                        : basic(pair.substring(0, colon), pair.substring(colon + 1));

        // when
        HttpResponse<String> response = fixture.postAs(login, WRITE);

        // then
        assertThat(response.headers().allValues("WWW-Authenticate")).hasSize(2);
        assertThat(fixture.audit.lines()).singleElement().asString().contains("principal=-");
        fixture.assertRejected(response, 401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/jolokia",
                "/jolokia/",
                "/jolokia/version",
                "/jolokia/list",
                "/jolokia/search/*:*",
                "/jolokia/read/flink.checkpointing:type=CheckpointAgent",
                "/jolokia/exec/a:b=c/d",
                "/jolokia/write/a:b=c/d/1",
                "/jolokia/?p=x",
                "/jolokia/config",
                "/jolokia/notification/list"
            })
    void asksForALoginUnderEveryPath(String path) throws Exception {
        // when
        String get = fixture.raw(List.of(), "GET " + path + " HTTP/1.1", fixture.host());
        String post =
                fixture.raw(
                        List.of(),
                        "POST " + path + " HTTP/1.1",
                        fixture.host(),
                        "Content-Length: 0");

        // then
        assertThat(get).startsWith("HTTP/1.1 401 ");
        fixture.assertRejected(post, 401);
    }

    @Test
    void neverLocksOutAGoodLoginFromAnAttackersAddress() throws Exception {
        // when
        List<Integer> guesses = new ArrayList<>();
        for (int i = 0; i < LoginThrottle.TOLERATED + 3; i++) {
            guesses.add(fixture.postAs(basic("ada", "guess " + i), WRITE).statusCode());
        }
        HttpResponse<String> slowed = fixture.postAs(basic("ada", "one more"), WRITE);
        HttpResponse<String> good = fixture.postAs(TestingUsers.login(Role.ADMIN), READ);

        // then
        assertThat(guesses.subList(0, LoginThrottle.TOLERATED)).containsOnly(401);
        assertThat(slowed.headers().firstValue("Retry-After")).contains("1");
        assertThat(good.statusCode()).isEqualTo(200);
        fixture.assertRejected(slowed, 429);
    }

    @Test
    void slowsGuessesOfTokensToo() throws Exception {
        // when
        HttpResponse<String> last = null;
        for (int i = 0; i < LoginThrottle.TOLERATED + 2; i++) {
            last = fixture.postAs("Bearer guess" + i, WRITE);
        }

        // then
        fixture.assertRejected(last, 429);
    }

    @Test
    void forgetsFailuresAfterAQuietMinute() throws Exception {
        // given
        for (int i = 0; i < LoginThrottle.TOLERATED + 2; i++) {
            fixture.postAs("Bearer guess" + i, WRITE);
        }

        // when
        fixture.passTime(Duration.ofSeconds(61));

        // then
        fixture.assertRejected(fixture.postAs("Bearer guess", WRITE), 401);
    }

    @Test
    void countsNoRequestWithoutALogin() throws Exception {
        // when
        HttpResponse<String> last = null;
        for (int i = 0; i < LoginThrottle.TOLERATED + 5; i++) {
            last = fixture.postAs("", WRITE);
        }

        // then
        fixture.assertRejected(last, 401);
    }

    @Test
    void servesThoseWhoAreKnownWhileManyGuess() throws Exception {
        // given
        assertThat(fixture.postAs(TestingUsers.login(Role.ADMIN), READ).statusCode())
                .isEqualTo(200);
        fixture.passTime(Duration.ofDays(1));
        ExecutorService guessers = Executors.newFixedThreadPool(16);
        List<Callable<Integer>> guesses = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            String login = basic("oscar", "guess " + i);
            guesses.add(() -> fixture.postAs(login, WRITE).statusCode());
        }

        // when
        List<Future<Integer>> answers = new ArrayList<>();
        guesses.forEach(guess -> answers.add(guessers.submit(guess)));

        // then
        for (int i = 0; i < 45; i++) {
            assertThat(fixture.postAs(TestingUsers.login(Role.ADMIN), READ).statusCode())
                    .isNotEqualTo(429);
        }
        await("a new login among the guesses")
                .atMost(Duration.ofSeconds(30))
                .until(() -> isServed(TestingUsers.login(Role.OPERATOR)));
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isIn(401, 429, 503);
        }
        guessers.shutdown();
        fixture.assertUntouchedAndWell();
    }

    @Test
    void takesTheUsersAsTheFileHasThemNow() throws Exception {
        // given
        String ada = TestingUsers.login(Role.ADMIN);
        assertThat(fixture.postAs(ada, READ).statusCode()).isEqualTo(200);

        // when
        EndpointFixture.secret(users, TestingHashes.password("ada", "admin", "another one"));
        fixture.passTime(Duration.ofSeconds(1));

        // then: what was remembered is forgotten
        assertThat(fixture.postAs(ada, READ).statusCode()).isEqualTo(401);
        assertThat(fixture.postAs(basic("ada", "another one"), READ).statusCode()).isEqualTo(200);
        assertThat(fixture.postAs("Bearer " + TestingUsers.TOKEN, READ).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"malformed", "open to others", "gone"})
    void keepsTheUsersWhenTheFileCannotBeUsedAnyMore(String how) throws Exception {
        // when
        if (how.equals("malformed")) {
            EndpointFixture.secret(users, "ada:admin:" + TestingUsers.PASSWORD);
        } else if (how.equals("gone")) {
            Files.delete(users);
        } else {
            Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-r--r--"));
        }
        fixture.passTime(Duration.ofSeconds(1));

        // then
        assertThat(fixture.postAs(TestingUsers.login(Role.ADMIN), READ).statusCode())
                .isEqualTo(200);
        fixture.assertRejected(fixture.postAs(basic("ada", "x"), WRITE), 401);
    }

    @Test
    void makesNoTokenWhereThereAreUsersUnlessItsFileIsNamed() throws Exception {
        // given
        JolokiaOptions options = JolokiaOptions.defaults().withPort(0).withUsersFile(users);

        // when
        try (JolokiaEndpoint endpoint =
                JolokiaEndpoint.start(options, MBeanServerFactory.newMBeanServer())) {
            // then
            assertThat(endpoint.tokenFile()).isNull();
            assertThat(endpoint.whereToLogIn()).isEqualTo("the users are in " + users);
        }
        assertThat(fixture.endpoint.whereToLogIn())
                .isEqualTo(
                        "the users are in "
                                + users
                                + ", the token is in "
                                + directory.resolve("token"));
    }

    @Test
    void staysShutWithoutUsersThatCanBeUsed() throws Exception {
        // given
        Path open = EndpointFixture.secret(directory.resolve("open"), TestingUsers.TEXT);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));
        JolokiaOptions options = JolokiaOptions.defaults().withPort(0).withUsersFile(open);

        // then
        assertThatIOException()
                .isThrownBy(
                        () -> JolokiaEndpoint.start(options, MBeanServerFactory.newMBeanServer()))
                .withMessageContaining("jolokia.usersFile: " + open)
                .withMessageContaining("chmod 600");
        JolokiaEndpoint.start(options.withGroupMayRead(true), MBeanServerFactory.newMBeanServer())
                .close();
    }

    private boolean isServed(String login) throws Exception {
        return fixture.postAs(login, READ).statusCode() == 200;
    }
}
