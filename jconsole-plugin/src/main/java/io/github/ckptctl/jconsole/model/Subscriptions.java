// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import io.github.ckptctl.mbeans.CheckpointObjectNames;

import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;

import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Subscriptions to the notifications of all jobs over one connection.
 *
 * <p>Not every connector supports them; {@link #supported()} reports it. Blocks; may be called from
 * any thread. The consumer is called on a thread of the connector's.
 */
public final class Subscriptions {

    private final MBeanServerConnection connection;
    private final NotificationListener listener;
    private final Set<ObjectName> heard = ConcurrentHashMap.newKeySet();
    private volatile boolean supported = true;

    /** Creates the value without any subscription. */
    public Subscriptions(MBeanServerConnection connection, Consumer<Event> consumer) {
        this.connection = connection;
        this.listener = (notification, handback) -> consumer.accept(new Event(notification));
    }

    /** Subscribes to new jobs, and forgets jobs that have left. */
    public void follow(Collection<JobKey> jobs) throws IOException {
        heard.removeIf(bean -> jobs.stream().noneMatch(job -> job.bean().equals(bean)));
        for (JobKey job : jobs) {
            if (supported && heard.add(job.bean())) {
                try {
                    connection.addNotificationListener(job.bean(), listener, null, null);
                } catch (UnsupportedOperationException e) {
                    supported = false;
                } catch (JMException | RuntimeException e) {
                    // the job ended in between, or its bean sends no notifications
                    heard.remove(job.bean());
                }
            }
        }
    }

    /** Returns whether the connector supports notifications, as far as that is known. */
    public boolean supported() {
        return supported;
    }

    /** Ends all subscriptions. */
    public void end() throws IOException {
        for (ObjectName bean : heard) {
            try {
                connection.removeNotificationListener(bean, listener);
            } catch (JMException | RuntimeException e) {
                // the bean has been unregistered, and its listeners with it
            }
        }
        heard.clear();
    }

    /** Notification of a job. */
    public static final class Event {

        public final long at;
        public final String what;
        public final String message;

        Event(Notification notification) {
            String type = String.valueOf(notification.getType());
            String prefix = CheckpointObjectNames.agent().getDomain() + ".";
            at = notification.getTimeStamp();
            what = type.startsWith(prefix) ? type.substring(prefix.length()) : type;
            message = String.valueOf(notification.getMessage());
        }
    }
}
