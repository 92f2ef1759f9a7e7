// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Role that a setter or an operation requires; one without this annotation requires {@link
 * Role#ADMIN}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface RequiredRole {
    /** Returns the least role that may call it. */
    Role value();
}
