// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** Advice on whether one setting or operation would help a checkpoint in trouble. */
public final class SettingAdvice extends MBeanValue {

    private final String setting;
    private final AdviceVerdict verdict;
    private final String why;

    /** Creates the value; texts, values and arrays must not be null. */
    @ConstructorParameters({"setting", "verdict", "why"})
    public SettingAdvice(String setting, AdviceVerdict verdict, String why) {
        this.setting = Objects.requireNonNull(setting, "setting");
        this.verdict = Objects.requireNonNull(verdict, "verdict");
        this.why = Objects.requireNonNull(why, "why");
    }

    /** Returns the name of the attribute or operation. */
    public String getSetting() {
        return setting;
    }

    /** Returns whether it would help. */
    public AdviceVerdict getVerdict() {
        return verdict;
    }

    /** Returns the reason, as a sentence that includes the figures. */
    public String getWhy() {
        return why;
    }
}
