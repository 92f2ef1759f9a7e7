// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import io.github.ckptctl.agent.http.RequestRejectedException;
import io.github.ckptctl.agent.json.StrictJsonParser;
import io.github.ckptctl.mbeans.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import javax.management.Descriptor;
import javax.management.MBeanOperationInfo;
import javax.management.StandardMBean;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class OpenTypeValidatorTest {

    /** One operation for each type that a parameter may have. */
    public interface TypesMXBean {
        void ofInt(int value);

        void ofShort(short value);

        void ofByte(byte value);

        void ofBoolean(boolean value);

        void ofDouble(double value);

        void ofFloat(float value);

        void ofLongObject(Long value);

        void ofEnum(Role value);

        void ofArray(String[] value);
    }

    @ParameterizedTest
    @CsvSource({
        "ofInt, 2147483647",
        "ofShort, -32768",
        "ofByte, 127",
        "ofBoolean, true",
        "ofDouble, 1.5",
        "ofDouble, 2",
        "ofFloat, 1e5",
        "ofLongObject, 9223372036854775807",
        "ofEnum, \"OPERATOR\""
    })
    void passesWhatFits(String operation, String json) throws Exception {
        // given
        Object value = StrictJsonParser.parse(json);

        // then
        assertThat(fit(operation, value)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "ofInt, 2147483647",
        "ofInt, 0",
        "ofShort, -32768",
        "ofLongObject, 999999999999999999",
        "ofBoolean, true",
        "ofBoolean, false"
    })
    void takesATextForWhatItSpellsOnlyWhereItMay(String operation, String text) throws Exception {
        assertThat(fit(operation, OpenTypeValidator.spelled(declared(operation), text)))
                .isEqualTo(StrictJsonParser.parse(text));
        assertThat(catchThrowableOfType(RequestRejectedException.class, () -> fit(operation, text)))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "ofInt, 2147483648, a whole number from -2147483648 to 2147483647",
        "ofShort, 32768, a whole number",
        "ofByte, -129, a whole number",
        "ofBoolean, 1, java.lang.Boolean",
        "ofBoolean, \"TRUE\", java.lang.Boolean",
        "ofBoolean, \"1\", java.lang.Boolean",
        "ofInt, \"2147483648\", a whole number",
        "ofInt, \"1.0\", a whole number",
        "ofInt, \"1e3\", a whole number",
        "ofInt, \"+1\", a whole number",
        "ofInt, \"01\", a whole number",
        "ofInt, \"-0\", a whole number",
        "ofInt, \" 1\", a whole number",
        "ofInt, \"0x1\", a whole number",
        "ofInt, \"١\", a whole number",
        "ofInt, \"\", a whole number",
        "ofLongObject, \"9999999999999999999\", a whole number",
        "ofDouble, 1e400, java.lang.Double",
        "ofDouble, \"1\", java.lang.Double",
        "ofFloat, 1e200, java.lang.Float",
        "ofLongObject, 1.0, a whole number",
        "ofLongObject, null, java.lang.Long",
        "ofEnum, \"operator\", '[VIEWER, OPERATOR, ADMIN]'",
        "ofEnum, 1, java.lang.String",
        "ofArray, [], String"
    })
    void rejectsWhatDoesNotFit(String operation, String json, String reason) throws Exception {
        // given
        Object value = StrictJsonParser.parse(json);

        // when
        RequestRejectedException refusal =
                catchThrowableOfType(RequestRejectedException.class, () -> fit(operation, value));

        // then
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal).hasMessageContaining("it: ").hasMessageContaining(reason);
        Object spelled = OpenTypeValidator.spelled(declared(operation), value);
        assertThat(
                        catchThrowableOfType(
                                RequestRejectedException.class, () -> fit(operation, spelled)))
                .hasMessage(refusal.getMessage());
    }

    @Test
    void namesTheValueInOneShortLine() throws Exception {
        // when
        RequestRejectedException refusal =
                catchThrowableOfType(
                        RequestRejectedException.class,
                        () -> fit("ofInt", "\n".repeat(50) + "x".repeat(500)));

        // then
        assertThat(refusal.getMessage()).doesNotContain("\n").hasSizeLessThan(700);
    }

    private static Object fit(String operation, Object value) throws Exception {
        return OpenTypeValidator.of("it", declared(operation), value);
    }

    private static Descriptor declared(String operation) throws Exception {
        MBeanOperationInfo info =
                Arrays.stream(
                                new StandardMBean(new Types(), TypesMXBean.class, true)
                                        .getMBeanInfo()
                                        .getOperations())
                        .filter(one -> one.getName().equals(operation))
                        .findFirst()
                        .orElseThrow();
        return info.getSignature()[0].getDescriptor();
    }

    private static final class Types implements TypesMXBean {
        @Override
        public void ofInt(int value) {}

        @Override
        public void ofShort(short value) {}

        @Override
        public void ofByte(byte value) {}

        @Override
        public void ofBoolean(boolean value) {}

        @Override
        public void ofDouble(double value) {}

        @Override
        public void ofFloat(float value) {}

        @Override
        public void ofLongObject(Long value) {}

        @Override
        public void ofEnum(Role value) {}

        @Override
        public void ofArray(String[] value) {}
    }
}
