// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** Job of this JobManager that has a bean. */
public final class JobEntry extends MBeanValue {

    private final String id;
    private final String name;
    private final String objectName;

    /** Creates the value; text arguments must not be null. */
    @ConstructorParameters({"id", "name", "objectName"})
    public JobEntry(String id, String name, String objectName) {
        this.id = Objects.requireNonNull(id, "id");
        this.name = Objects.requireNonNull(name, "name");
        this.objectName = Objects.requireNonNull(objectName, "objectName");
    }

    /** Returns the job's id, 32 hexadecimal digits. */
    public String getId() {
        return id;
    }

    /** Returns the job's exact name. */
    public String getName() {
        return name;
    }

    /** Returns the name of the job's bean. */
    public String getObjectName() {
        return objectName;
    }
}
