// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.matrix;

import io.github.ckptctl.control.model.Capability;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declaration of what is proven on a line when the test has passed there. A capability is proven on
 * a line if all tests that claim it have passed there.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Proves {

    /** The capabilities without which the test would fail. */
    Capability[] value() default {};

    /** A scenario that is not a capability, in a few words; it gets a row of its own. */
    String scenario() default "";
}
