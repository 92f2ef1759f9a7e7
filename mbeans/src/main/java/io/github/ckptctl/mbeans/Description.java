// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The one text that describes a bean, attribute, operation or parameter: it becomes the MBeanInfo's
 * description and is what the operator's documentation is checked against.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface Description {
    /** Returns the text, with the unit in it where there is one. */
    String value();
}
