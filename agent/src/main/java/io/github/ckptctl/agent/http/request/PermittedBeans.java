// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.request;

import io.github.ckptctl.agent.http.RequestRejectedException;
import io.github.ckptctl.mbeans.CheckpointObjectNames;

import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Beans that can be reached at all: those of our domain, and for reading those that the operator
 * has named. Any thread.
 */
public final class PermittedBeans {

    private final MBeanServer server;
    private final List<ObjectName> readable;

    /**
     * The jobs' beans by job, as they were when one was last missing; replaced, never changed. A
     * walk over all beans for each request would cost more than the read, with many jobs.
     */
    private volatile Map<String, ObjectName> jobs = Map.of();

    public PermittedBeans(MBeanServer server, List<ObjectName> readable) {
        this.server = server;
        this.readable = readable;
    }

    /** Returns whether a bean is one of ours, the only ones that may be changed. */
    public boolean isOurs(ObjectName name) {
        return name.getDomain().equals(CheckpointObjectNames.DOMAIN);
    }

    /**
     * Returns whether a bean may be read and listed. A pattern may be if it stays in our domain.
     */
    public boolean isReadable(ObjectName name) {
        if (isOurs(name)) {
            return true;
        }
        return !name.isPattern() && readable.stream().anyMatch(pattern -> pattern.apply(name));
    }

    /**
     * Returns the bean or pattern to read, in full if it is the short form of a job's bean. It need
     * not be registered; that is answered for each entry of a bulk request separately.
     *
     * @throws RequestRejectedException with status 400 if it is not a name, 403 if it may not be
     *     read
     */
    ObjectName toRead(String text) throws RequestRejectedException {
        ObjectName name = parsed(text);
        if (!isReadable(name)) {
            throw new RequestRejectedException(
                    403,
                    "beans of domain "
                            + name.getDomain()
                            + " are not permitted here; jolokia.readable can name more to read");
        }
        return full(name);
    }

    /**
     * Returns the registered bean to change.
     *
     * @throws RequestRejectedException with status 400 if it is not a name, 403 if it is a pattern
     *     or not ours, 404 if there is none
     */
    ObjectName toChange(String text) throws RequestRejectedException {
        ObjectName name = parsed(text);
        if (!isOurs(name)) {
            throw new RequestRejectedException(
                    403, "beans of domain " + name.getDomain() + " are never changed here");
        }
        if (name.isPattern()) {
            throw new RequestRejectedException(
                    403, "a change needs one bean by its name, not the pattern " + name);
        }
        ObjectName full = full(name);
        if (!server.isRegistered(full)) {
            throw new RequestRejectedException(404, "no bean " + name);
        }
        return full;
    }

    /** Returns the name or pattern in a string. */
    ObjectName parsed(String text) throws RequestRejectedException {
        try {
            ObjectName name = new ObjectName(text);
            // before an @ Jolokia expects the name of another request handler
            if (name.getDomain().indexOf('@') < 0) {
                return name;
            }
        } catch (MalformedObjectNameException e) {
            throw new RequestRejectedException(
                    400, "not a bean's name: " + text + " (" + e.getMessage() + ")");
        }
        throw new RequestRejectedException(
                400, "not a bean's name: " + text + " (an @ in the domain)");
    }

    /** Returns the job's bean for a short form that has one, else the name as it is. */
    private ObjectName full(ObjectName name) {
        if (!CheckpointObjectNames.isShortForm(name)) {
            return name;
        }
        String jobId = name.getKeyProperty("job_id");
        ObjectName known = jobs.get(jobId);
        if (known != null && server.isRegistered(known)) {
            return known;
        }
        // a job that was added or removed since: the others are looked up with it, in one walk
        Map<String, ObjectName> found = new HashMap<>();
        Set<String> ambiguous = new HashSet<>();
        for (ObjectName job : server.queryNames(CheckpointObjectNames.coordinators(), null)) {
            String id = job.getKeyProperty("job_id");
            if (found.putIfAbsent(id, job) != null) {
                ambiguous.add(id);
            }
        }
        found.keySet().removeAll(ambiguous);
        jobs = found;
        return found.getOrDefault(jobId, name);
    }
}
