// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.DescriptorKey;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Least and greatest legal value, as the fields {@code minValue} and {@code maxValue} of the
 * Descriptor. They are enforced by the domain, which reads these same numbers.
 */
@Target({ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface Range {
    /** Returns the least legal value. */
    @DescriptorKey("minValue")
    long min();

    /** Returns the greatest legal value. */
    @DescriptorKey("maxValue")
    long max();
}
