// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

import java.util.Hashtable;

/** Names of the beans: fixed domain, fixed keys in a fixed order, values that need no quotes. */
public final class CheckpointObjectNames {

    /** Domain of every bean. */
    public static final String DOMAIN = "flink.checkpointing";

    private static final int MAX_NAME_LENGTH = 80;

    private CheckpointObjectNames() {}

    /** Returns the name of the bean of the agent itself. */
    public static ObjectName agent() {
        return name(DOMAIN + ":type=CheckpointAgent");
    }

    /**
     * Returns the name of the bean of one job.
     *
     * @param jobName the job's exact name; characters that collectors cannot process are replaced
     * @param jobId the job's id, 32 hexadecimal digits
     */
    public static ObjectName coordinator(String jobName, String jobId) {
        return name(
                DOMAIN
                        + ":type=CheckpointCoordinator,job_name="
                        + sanitized(jobName)
                        + ",job_id="
                        + jobId);
    }

    /**
     * Returns the pattern that matches the bean of one job, whatever the job's name, and no other
     * bean.
     *
     * @param jobId the job's id, 32 hexadecimal digits
     */
    public static ObjectName coordinatorOf(String jobId) {
        return name(DOMAIN + ":type=CheckpointCoordinator,job_id=" + jobId + ",*");
    }

    /** Returns the pattern that matches the beans of all jobs. */
    public static ObjectName coordinators() {
        return name(DOMAIN + ":type=CheckpointCoordinator,*");
    }

    /**
     * Returns whether a name is the short form of a job's bean: type and job id, without the job's
     * name.
     */
    public static boolean isShortForm(ObjectName name) {
        Hashtable<String, String> keys = name.getKeyPropertyList();
        return !name.isPattern()
                && name.getDomain().equals(DOMAIN)
                && keys.size() == 2
                && "CheckpointCoordinator".equals(keys.get("type"))
                && keys.containsKey("job_id");
    }

    private static String sanitized(String jobName) {
        StringBuilder safe = new StringBuilder();
        jobName.codePoints()
                .limit(MAX_NAME_LENGTH)
                .forEach(character -> safe.append(isSafe(character) ? (char) character : '_'));
        return safe.length() == 0 ? "_" : safe.toString();
    }

    private static boolean isSafe(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '_'
                || character == '.'
                || character == '-';
    }

    private static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException("not the parts of an object name: " + text, e);
        }
    }
}
