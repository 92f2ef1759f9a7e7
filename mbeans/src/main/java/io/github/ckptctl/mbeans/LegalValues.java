// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.DescriptorKey;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The legal values of a text, as the field {@code legalValues} of the Descriptor. What enforces
 * them is the domain, which reads these same texts.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface LegalValues {
    /** Returns all of them. */
    @DescriptorKey("legalValues")
    String[] value();
}
