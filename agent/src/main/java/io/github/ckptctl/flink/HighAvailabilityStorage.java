// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.runtime.highavailability.HighAvailabilityServicesUtils;
import org.apache.flink.runtime.jobmanager.HighAvailabilityMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/** Where Flink keeps what a job needs to recover, if it is to recover at all. */
final class HighAvailabilityStorage {

    private static final Logger LOG = LoggerFactory.getLogger(HighAvailabilityStorage.class);

    private HighAvailabilityStorage() {}

    /**
     * Returns the cluster's own directory in the storage that is configured for high availability,
     * empty where that is off or has no such storage, as a factory of somebody's own may not.
     */
    static Optional<String> of(Configuration configuration) {
        if (!HighAvailabilityMode.isHighAvailabilityModeActivated(configuration)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    HighAvailabilityServicesUtils.getClusterHighAvailableStoragePath(configuration)
                            .toString());
        } catch (IllegalConfigurationException e) {
            LOG.warn("Flink's high availability has no storage: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
