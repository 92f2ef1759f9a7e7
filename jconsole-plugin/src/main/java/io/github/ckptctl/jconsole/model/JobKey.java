// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import javax.management.ObjectName;

import java.util.Objects;

/**
 * Key of a job: its bean, and the properties that distinguish it. Equal if the bean is the same.
 */
public final class JobKey {

    private final ObjectName bean;

    JobKey(ObjectName bean) {
        this.bean = bean;
    }

    /** Returns the bean's name. */
    public ObjectName bean() {
        return bean;
    }

    /** Returns the job's id, 32 hexadecimal digits. */
    public String id() {
        return Objects.requireNonNullElse(bean.getKeyProperty("job_id"), "");
    }

    /** Returns the job's name as far as an object name can hold it. */
    public String name() {
        return Objects.requireNonNullElse(bean.getKeyProperty("job_name"), "");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JobKey && bean.equals(((JobKey) other).bean);
    }

    @Override
    public int hashCode() {
        return bean.hashCode();
    }

    @Override
    public String toString() {
        return name() + "  " + id();
    }
}
