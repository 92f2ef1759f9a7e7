// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.DescriptorKey;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Legal values of a text, as the field {@code legalValues} of the Descriptor. They are enforced by
 * the domain, which reads these same texts.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface LegalValues {
    /** Returns all legal values. */
    @DescriptorKey("legalValues")
    String[] value();
}
