// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import io.github.ckptctl.control.model.JobSettings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JobMasterStatesTest {

    private static final String JOB = "00112233445566778899aabbccddeeff";
    private static final String OTHER = "ffeeddccbbaa99887766554433221100";

    private final JobMasterStates states = new JobMasterStates();
    private final Object master = new Object();
    private final Object next = new Object();

    @Test
    void isNewUntilItsStartIsReported() {
        assertThat(states.isNew(master)).isTrue();

        states.created(master, JOB);
        assertThat(states.isNew(master)).isTrue();

        states.started(master, JOB);
        assertThat(states.isNew(master)).isFalse();

        states.stopped(master, JOB);
        assertThat(states.isNew(master)).isFalse();
    }

    @Test
    void isLeftWhenAllJobMastersOfTheJobHaveStopped() {
        // given: a job that is not known
        assertThat(states.isLeft(JOB)).isFalse();

        // when, then
        states.started(master, JOB);
        states.stopped(new Object(), OTHER);
        assertThat(states.isLeft(JOB)).isFalse();

        // when, then: the next one is created before the first has stopped
        states.created(next, JOB);
        states.stopped(master, JOB);
        assertThat(states.isLeft(JOB)).isFalse();

        // when, then
        states.stopped(next, JOB);
        assertThat(states.isLeft(JOB)).isTrue();
    }

    @Test
    void keepsTheRetentionOfTheLastOneThatLeft() {
        // given
        assertThat(states.lastRetention(JOB)).isEqualTo(JobSettings.NO_OVERRIDE);

        // when
        states.left(master, JOB, 1, null);
        states.left(next, JOB, 2, null);
        states.left(new Object(), OTHER, 0, null);

        // then
        assertThat(states.lastRetention(JOB)).isEqualTo(2);
        assertThat(states.pinnedFiles(JOB, 7)).isNull();
    }

    @Test
    void asksEachJobMasterOfTheJob() {
        // given
        states.started(master, JOB);
        states.started(next, OTHER);

        // when, then
        assertThat(states.isAny(JOB, one -> one == master)).isTrue();
        assertThat(states.isAny(JOB, one -> one == next)).isFalse();
    }
}
