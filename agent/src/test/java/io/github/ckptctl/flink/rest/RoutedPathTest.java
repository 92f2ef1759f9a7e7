// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
                                            .replace(":checkpointid", "17");
                            RoutedPath found = RoutedPath.of(path).orElseThrow();
                            assertThat(found.methods()).contains(place.method());
                            assertThat(found.route(place.method())).isEqualTo(route);
                            assertThat(found.jobId()).isEqualTo(route.isOfOneJob() ? JOB : "");
                        });
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
