// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Description of a bean, attribute, operation or parameter: it becomes the description in the
 * MBeanInfo, and the operator's documentation is checked against it.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface Description {
    /** Returns the text, including the unit if there is one. */
    String value();
}
