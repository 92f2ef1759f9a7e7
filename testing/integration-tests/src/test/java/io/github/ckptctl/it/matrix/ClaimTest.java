// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

import io.github.ckptctl.control.model.Capability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClaimTest {

    @Test
    void ofSomeTestIsEachCapabilityWithBothSchedulers() {
        Set<Capability> claimed =
                Claim.all().stream()
                        .filter(claim -> claim.schedulers().contains(Scheduler.ADAPTIVE))
                        .flatMap(claim -> claim.capabilities().stream())
                        .collect(Collectors.toSet());
        assertThat(claimed).containsExactlyInAnyOrder(Capability.values());
    }

    @Test
    void isOnTheLinesThatTheTestRunsOn() {
        assertThat(Claim.of(Sample.class))
                .containsExactlyInAnyOrder(
                        new Claim(
                                "Sample.everywhere",
                                Set.of(Capability.TIMEOUT),
                                "",
                                EnumSet.allOf(Scheduler.class)),
                        new Claim(
                                "Sample.once", Set.of(), "a job moved", Set.of(Scheduler.DEFAULT)));
    }

    @Test
    void isRejectedOfATestThatIsOnNoLine() {
        assertThatThrownBy(() -> Claim.of(Plain.class))
                .hasMessage("Plain.isOnNoLine is on no line");
    }

    private static final class Sample {

        @Proves(Capability.TIMEOUT)
        @ParameterizedTest
        @MethodSource("io.github.ckptctl.it.support.FlinkLine#all")
        void everywhere() {}

        @Proves(scenario = "a job moved")
        @ParameterizedTest
        @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
        void once() {}

        void claimsNothing() {}
    }

    private static final class Plain {

        @Proves(Capability.TIMEOUT)
        void isOnNoLine() {}
    }
}
