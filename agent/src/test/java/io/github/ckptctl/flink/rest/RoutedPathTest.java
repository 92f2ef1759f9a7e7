// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class RoutedPathTest {

    private static final String JOB = "00112233445566778899aabbccddeeff";

    @ParameterizedTest
    @EnumSource(value = RestRoute.class, mode = EnumSource.Mode.EXCLUDE, names = "FLINKS_CONFIG")
    void findsEachRouteAtThePlacesThatAreNeverFlinks(RestRoute route) {
        assertThat(route.ownPlaces())
                .isNotEmpty()
                .allSatisfy(
                        place -> {
                            String path =
                                    place.path()
                                            .replace(":jobid", JOB)
                                            .replace(":checkpointid", "17")
                                            .replace(":since", "17");
                            RoutedPath found = RoutedPath.of(path).orElseThrow();
                            assertThat(found.methods()).contains(place.method());
                            assertThat(found.route(place.method())).isEqualTo(route);
                            assertThat(found.jobId()).isEqualTo(route.isOfOneJob() ? JOB : "");
                        });
    }

    @ParameterizedTest
    @CsvSource({"details/17,checkpointId,17", "history/1750000000000,since,1750000000000"})
    void putsTheNumberOfAPathIntoTheBody(String path, String field, long number) {
        RoutedPath found = RoutedPath.of("/jobs/" + JOB + "/ckptctl/" + path).orElseThrow();

        assertThat(found.body(Map.of())).isEqualTo(Map.of(field, number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"history/", "history/x", "history/-1", "latest/17", "details"})
    void findsNoneWithAnotherNumber(String path) {
        assertThat(RoutedPath.of("/jobs/" + JOB + "/ckptctl/" + path)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(RestRoute.class)
    void findsNoneWhereFlinkMayHaveOne(RestRoute route) {
        assertThat(route.places())
                .allSatisfy(
                        place ->
                                assertThat(RoutedPath.of(place.path().replace(":jobid", JOB)))
                                        .isEmpty());
    }
}
