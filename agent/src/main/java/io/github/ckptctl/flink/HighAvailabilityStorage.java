// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.highavailability.HighAvailabilityServicesUtils;
import org.apache.flink.runtime.jobmanager.HighAvailabilityMode;

import java.util.Optional;

/** Where Flink keeps what a job needs to recover, if it is to recover at all. */
final class HighAvailabilityStorage {

    private HighAvailabilityStorage() {}

    /**
     * Returns the cluster's own directory in the storage that is configured for high availability,
     * empty where that is off.
     */
    static Optional<String> of(Configuration configuration) {
        if (!HighAvailabilityMode.isHighAvailabilityModeActivated(configuration)) {
            return Optional.empty();
        }
        Path path = HighAvailabilityServicesUtils.getClusterHighAvailableStoragePath(configuration);
        return Optional.of(path.toString());
    }
}
