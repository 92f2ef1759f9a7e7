// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Builder of a cluster; created by {@link FlinkCluster#builder()}. Not thread-safe. */
public final class FlinkClusterBuilder {

    private static final int TRIES = 3;
    private static final Path OWN_JAVA = Path.of(System.getProperty("java.home", ""));
    private static final String REST_TLS = "security.ssl.rest.enabled";

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> jobManagerJvmOptions = new ArrayList<>();
    private final List<Path> extraJars = new ArrayList<>();
    private final List<Path> reporterJars = new ArrayList<>();
    private final Map<String, List<String>> launchers = new LinkedHashMap<>();
    private String version = "2.3.0";
    private Path javaHome = OWN_JAVA;
    private int jobManagers = 1;
    private boolean highAvailability;
    private int taskManagers = 1;
    private int slots = 2;
    private boolean jmx;
    private boolean logging = true;
    private boolean adaptiveScheduler;
    private boolean sharesClassData;
    private @Nullable ClassArchives writtenArchives;
    private @Nullable Path slowMetadataControl;
    private @Nullable Path troubleControl;
    private @Nullable Path eventFile;
    private @Nullable Path logDirectory;
    private @Nullable Function<FlinkDistribution, JobJar> application;
    private String applicationId = "";
    private List<String> applicationArguments = List.of();

    FlinkClusterBuilder() {}

    /** Sets the Flink version; 2.3.0 by default. */
    public FlinkClusterBuilder flink(String version) {
        this.version = version;
        return this;
    }

    /** Sets the JDK that the processes run on; that of this JVM by default. */
    public FlinkClusterBuilder java(Path home) {
        this.javaHome = home;
        return this;
    }

    /** Selects Flink's adaptive scheduler or its default one; the default one by default. */
    public FlinkClusterBuilder adaptiveScheduler(boolean adaptiveScheduler) {
        this.adaptiveScheduler = adaptiveScheduler;
        return this;
    }

    /**
     * Lets a number of JobManagers elect their leader through a ZooKeeper of the cluster's own; by
     * default, there is one JobManager and no ZooKeeper.
     *
     * <p>Other settings of the JobManager then apply to each of them. They choose their ports
     * themselves.
     */
    public FlinkClusterBuilder highAvailability(int jobManagers) {
        this.highAvailability = true;
        this.jobManagers = jobManagers;
        return this;
    }

    /**
     * Starts the cluster in application mode: the JobManager runs the job's main method; by default
     * it takes jobs from clients. {@code flink-container} must be an {@link #extraJar}.
     *
     * @param id the id of the job
     * @param arguments of the main method
     */
    public FlinkClusterBuilder application(
            Function<FlinkDistribution, JobJar> job, String id, List<String> arguments) {
        this.application = job;
        this.applicationId = id;
        this.applicationArguments = List.copyOf(arguments);
        return this;
    }

    /**
     * Loads a Java agent into the JobManager; there is none by default.
     *
     * @param arguments the text after the {@code =} of {@code -javaagent}, may be empty
     */
    public FlinkClusterBuilder agent(Path jar, String arguments) {
        String options = arguments.isEmpty() ? "" : "=" + arguments;
        return jobManagerJvmOption("-javaagent:" + jar.toAbsolutePath() + options);
    }

    /** Sets the number of TaskManagers that are started initially; 1 by default. */
    public FlinkClusterBuilder taskManagers(int taskManagers) {
        this.taskManagers = taskManagers;
        return this;
    }

    /** Sets the slots of each TaskManager; 2 by default. */
    public FlinkClusterBuilder slots(int slots) {
        this.slots = slots;
        return this;
    }

    /**
     * Sets an option of Flink's configuration; overrides any other setting of it. An empty value
     * removes the option. With {@code security.ssl.rest.enabled}, REST clients use this JVM's
     * default TLS context.
     */
    public FlinkClusterBuilder config(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** Adds an option to the JobManager's command line. */
    public FlinkClusterBuilder jobManagerJvmOption(String option) {
        jobManagerJvmOptions.add(option);
        return this;
    }

    /**
     * Sets a command that starts the JobManager, as another user for instance: it runs in the
     * cluster's directory, gets the JVM's command line as its arguments, and must become that JVM
     * by {@code exec}.
     */
    public FlinkClusterBuilder jobManagerLauncher(String... command) {
        launchers.put(JobManager.MAIN, List.of(command));
        return this;
    }

    /** Sets a command that starts the TaskManagers, as {@link #jobManagerLauncher} describes. */
    public FlinkClusterBuilder taskManagerLauncher(String... command) {
        launchers.put(FlinkCluster.TASK_MANAGER, List.of(command));
        return this;
    }

    /** Opens the JobManager's JMX on a free port of the loopback interface, without passwords. */
    public FlinkClusterBuilder jmx(boolean jmx) {
        this.jmx = jmx;
        return this;
    }

    /** Sets whether there is a logging backend behind SLF4J; if not, logs are empty. */
    public FlinkClusterBuilder logging(boolean logging) {
        this.logging = logging;
        return this;
    }

    /**
     * Lets processes map Flink's classes from archives of the JDK's class data sharing, which are
     * created first if there are none: they start in half of the time. Off by default, as it is
     * where Flink is in use; without effect on another JDK than that of this JVM, and on a class
     * path with jars in front of Flink's.
     */
    public FlinkClusterBuilder classDataSharing(boolean sharesClassData) {
        this.sharesClassData = sharesClassData;
        return this;
    }

    /** Makes processes write such archives when they end. */
    FlinkClusterBuilder classArchives(ClassArchives written) {
        this.writtenArchives = written;
        return this;
    }

    /** Prepends a jar to the class path of all processes. */
    public FlinkClusterBuilder extraJar(Path jar) {
        extraJars.add(jar.toAbsolutePath());
        return this;
    }

    /**
     * Adds a metric reporter of Flink's.
     *
     * @param jar is appended to the class path of all processes
     * @param factory the class that Flink makes it with
     * @param name its name in the configuration
     */
    public FlinkClusterBuilder reporter(Path jar, String factory, String name) {
        reporterJars.add(jar.toAbsolutePath());
        return config("metrics.reporter." + name + ".factory.class", factory);
    }

    /**
     * Writes each event that Flink reports to a file, a line for each; for Flink versions from 2.1
     * on.
     */
    public FlinkClusterBuilder eventFile(Path file) {
        this.eventFile = file.toAbsolutePath();
        return this;
    }

    /**
     * Makes the completion of a checkpoint take time on the JobManager, while it holds the lock of
     * the checkpoint coordinator: checkpoints go to a file system that waits before it creates a
     * {@code _metadata} file.
     *
     * @param control a file with the time to wait in milliseconds, read again each time and while
     *     it waits; without it there is no waiting
     */
    public FlinkClusterBuilder slowMetadata(Path control) {
        this.slowMetadataControl = control.toAbsolutePath();
        return this;
    }

    /**
     * Gives the JobManager local files under the scheme {@code troubled} that can be made to fail.
     *
     * @param control a file with the kind of failure, read again each time: {@code full}, {@code
     *     read-only}, {@code hung} or {@code hung-deletes}; without it nothing fails
     */
    public FlinkClusterBuilder troubledFiles(Path control) {
        this.troubleControl = control.toAbsolutePath();
        return this;
    }

    /** Returns the URI of a local directory under the scheme of {@link #troubledFiles}. */
    public static String troubled(Path directory) {
        return TestFileSystem.TROUBLED.uri(directory.toAbsolutePath());
    }

    /**
     * Sets the directory in which logs are kept; it is created, and logs of an earlier cluster are
     * replaced. By default, logs are deleted with the cluster.
     */
    public FlinkClusterBuilder logDirectory(Path logDirectory) {
        this.logDirectory = logDirectory.toAbsolutePath();
        return this;
    }

    /**
     * Starts the cluster and waits until all slots are registered.
     *
     * @throws IllegalStateException if it does not start; the message contains the end of the
     *     JobManager's log, and nothing is left running
     */
    public FlinkCluster start() {
        for (int tries = 1; ; tries++) {
            try {
                return startOnce();
            } catch (IllegalStateException e) {
                // a free port is free only until another process takes it
                boolean taken = String.valueOf(e.getMessage()).contains("BindException");
                if (!taken || tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private FlinkCluster startOnce() {
        FlinkDistribution distribution = FlinkDistribution.of(version);
        ClusterDirectory directory = ClusterDirectory.temporary(logDirectory);
        try {
            return start(distribution, directory);
        } catch (RuntimeException e) {
            Cleanup.after(e, directory::delete);
            throw e;
        }
    }

    private FlinkCluster start(FlinkDistribution distribution, ClusterDirectory directory) {
        Map<String, String> all = ClusterDefaults.settings(directory, slots);
        List<Path> lastJars = new ArrayList<>();
        List<String> options = new ArrayList<>(List.of("-Xmx512m"));
        HighAvailability elections = highAvailability ? new HighAvailability(directory) : null;
        if (elections != null) {
            all.putAll(elections.settings());
        }
        if (adaptiveScheduler) {
            all.putAll(ClusterDefaults.adaptiveScheduler());
        }
        if (slowMetadataControl != null) {
            TestFileSystem slow = TestFileSystem.SLOW_METADATA;
            lastJars.add(slow.jar(distribution));
            options.add(slow.controlOption(slowMetadataControl));
            all.put("state.checkpoints.dir", slow.uri(directory.checkpoints()));
        }
        if (troubleControl != null) {
            lastJars.add(TestFileSystem.TROUBLED.jar(distribution));
            options.add(TestFileSystem.TROUBLED.controlOption(troubleControl));
        }
        lastJars.addAll(reporterJars);
        if (eventFile != null) {
            lastJars.add(EventFile.jar(distribution));
            all.putAll(EventFile.settings(eventFile));
        }
        EntryPoint entryPoint = EntryPoint.SESSION;
        if (application != null) {
            JobJar job = application.apply(distribution);
            lastJars.add(job.jar());
            entryPoint = EntryPoint.ofApplication(job, applicationId, applicationArguments);
        }
        all.putAll(settings);
        all.values().removeIf(String::isEmpty);
        directory.write(distribution.readsStandardYaml(), all);
        options.addAll(jobManagerJvmOptions);

        List<Path> jars =
                Stream.of(extraJars, distribution.jars(), lastJars).flatMap(List::stream).toList();
        FlinkJvm jvm =
                new FlinkJvm(javaHome, jars, logging, archives(distribution), directory, launchers);
        String scheme = "true".equals(all.get(REST_TLS)) ? "https" : "http";
        URI rest = URI.create(scheme + "://127.0.0.1:" + all.get(ClusterDefaults.REST_PORT));
        FlinkCluster cluster =
                new FlinkCluster(
                        distribution,
                        directory,
                        jvm,
                        elections,
                        new JobManagers(jvm, entryPoint, options, jmx, rest, elections),
                        slots);
        cluster.start(jobManagers, taskManagers);
        return cluster;
    }

    private ClassArchives archives(FlinkDistribution distribution) {
        if (writtenArchives != null) {
            return writtenArchives;
        }
        return sharesClassData && javaHome.equals(OWN_JAVA)
                ? ClassArchives.of(distribution)
                : ClassArchives.none();
    }
}
