// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SettingLimits;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class SettingOptionsTest {

    @Test
    void limitsWhatIsNamedAndNothingElse() {
        // given
        AgentOptions options =
                AgentOptions.of(
                        "settings.maxTimeout=3600000,settings.minTimeout=60000",
                        Map.of(
                                "CKPTCTL_SETTINGS_MAXTOLERABLEFAILEDCHECKPOINTS", "50",
                                "CKPTCTL_SETTINGS_MINTOLERABLEFAILEDCHECKPOINTS", "3"));

        // when
        SettingLimits limits = SettingOptions.of(options);

        // then
        assertThat(limits.max(Setting.TIMEOUT)).isEqualTo(3_600_000);
        assertThat(limits.min(Setting.TIMEOUT)).isEqualTo(60_000);
        assertThat(limits.max(Setting.TOLERABLE_FAILED_CHECKPOINTS)).isEqualTo(50);
        assertThat(limits.min(Setting.TOLERABLE_FAILED_CHECKPOINTS)).isEqualTo(3);
        assertThat(limits.min(Setting.INTERVAL)).isEqualTo(Setting.INTERVAL.min());
        assertThat(limits.max(Setting.INTERVAL)).isEqualTo(Setting.INTERVAL.max());
        assertThat(options.faults()).isEmpty();
    }

    @Test
    void leavesOutWhatIsNoLimitAndSaysSo() {
        // given
        AgentOptions options =
                AgentOptions.of("settings.maxTimeout=1h,settings.maxInterval=9", Map.of());

        // when
        SettingLimits limits = SettingOptions.of(options);

        // then
        assertThat(limits.max(Setting.TIMEOUT)).isEqualTo(Setting.TIMEOUT.max());
        assertThat(limits.max(Setting.INTERVAL)).isEqualTo(Setting.INTERVAL.max());
        assertThat(options.faults())
                .hasSize(2)
                .anySatisfy(
                        fault ->
                                assertThat(fault)
                                        .contains("settings.maxTimeout=1h", "it is left out"))
                .anySatisfy(fault -> assertThat(fault).contains("from 10 to"));
    }

    @Test
    void leavesOutAGreatestValueBelowTheLeast() {
        // given
        AgentOptions options =
                AgentOptions.of("settings.minTimeout=60000,settings.maxTimeout=50000", Map.of());

        // when
        SettingLimits limits = SettingOptions.of(options);

        // then
        assertThat(limits.min(Setting.TIMEOUT)).isEqualTo(60_000);
        assertThat(limits.max(Setting.TIMEOUT)).isEqualTo(Setting.TIMEOUT.max());
        assertThat(options.faults())
                .singleElement()
                .asString()
                .contains("settings.maxTimeout=50000", "from 60000 to");
    }

    @Test
    void knowsTwoForEachNumber() {
        assertThat(SettingOptions.limited().map(SettingLimits::maxOption))
                .contains("settings.maxAlignedTimeout", "settings.maxAutoExtendLimit")
                .doesNotContain("settings.maxUnalignedEnabled");
    }
}
