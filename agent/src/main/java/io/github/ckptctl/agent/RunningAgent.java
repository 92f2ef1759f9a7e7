// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.JolokiaOptions;
import io.github.ckptctl.agent.http.RejectionLog;
import io.github.ckptctl.agent.http.WebConsole;
import io.github.ckptctl.agent.http.server.JolokiaEndpoint;
import io.github.ckptctl.agent.instrumentation.AgentTransformer;
import io.github.ckptctl.agent.jmx.AgentControl;
import io.github.ckptctl.agent.jmx.AgentInfo;
import io.github.ckptctl.agent.jmx.AgentMBeanExporter;
import io.github.ckptctl.agent.jmx.JmxAccess;
import io.github.ckptctl.agent.jmx.JobMBeanExporter;
import io.github.ckptctl.agent.jmx.OtherDoors;
import io.github.ckptctl.agent.rest.ConsoleFiles;
import io.github.ckptctl.agent.rest.JobRequestHandlerImpl;
import io.github.ckptctl.agent.thread.ContainedThreads;
import io.github.ckptctl.bootstrap.CheckpointHookHandler;
import io.github.ckptctl.bootstrap.CheckpointHooks;
import io.github.ckptctl.bootstrap.RestHooks;
import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.JobRegistry;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.control.operation.RescaleService.WhileSuspended;
import io.github.ckptctl.flink.ClusterIdentity;
import io.github.ckptctl.flink.FlinkRuntime;
import io.github.ckptctl.flink.JobMetricsExporter;
import io.github.ckptctl.flink.RestAddress;
import io.github.ckptctl.flink.rest.JobRequestHandler;
import io.github.ckptctl.flink.rest.RouteInterceptor;
import io.github.ckptctl.flink.rest.StaticFileHandler;
import io.github.ckptctl.mbeans.LoginNeed;
import io.github.ckptctl.mbeans.OtherDoor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.management.MBeanServer;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Agent that runs in a JobManager: everything it has started, and the way to revert it. */
final class RunningAgent implements AgentControl {

    private static final Logger LOG = LoggerFactory.getLogger(RunningAgent.class);

    /** The module with the server of the JDK. */
    private static final String HTTP_SERVER = "jdk.httpserver";

    private static final Map<LoginNeed, String> LOGINS =
            Map.of(
                    LoginNeed.NONE, "without a login",
                    LoginNeed.REQUIRED, "with a login of its own",
                    LoginNeed.UNKNOWN, "with a login or without one, as it was set up");

    private final Instrumentation instrumentation;
    private final AgentTransformer transformer;
    private final Runnable detached;
    private final AgentExecutors threads = new AgentExecutors();
    private final RecordStoreProvider records;
    private final JobMBeanExporter beans;
    private final JobRegistry register;
    private final AgentMBeanExporter bean;
    private final OtherDoors otherDoors;
    private final CheckpointHookHandler handler;
    private final @Nullable RouteInterceptor routing;
    private final Supplier<String> consoleAddress;
    private final WebConsole endpointConsole;
    private volatile @Nullable JolokiaEndpoint jolokia;
    private boolean detaching;

    /**
     * Assembles the agent.
     *
     * @param flink the loader of Flink's runtime
     * @param detached is called when everything has been removed again
     */
    RunningAgent(
            String startedBy,
            Instrumentation instrumentation,
            AgentTransformer transformer,
            ClassLoader flink,
            AgentOptions options,
            Runnable detached) {
        this.instrumentation = instrumentation;
        this.transformer = transformer;
        this.detached = detached;
        Clock clock = Clock.systemUTC();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        JmxAccess overJmx = JmxOptions.access(options, ignoredOptions());
        beans = new JobMBeanExporter(server, overJmx, clock, threads.inOrder(), threads.notifier());
        records = new RecordStoreProvider(options, threads.storage(), threads, flink);
        SettingLimits limits = SettingOptions.of(options);
        WhileSuspended rescales = RescaleOptions.whileSuspended(options);
        FlinkRuntime access = new FlinkRuntime(flink);
        transformer.instrumentDeferred(instrumentation);
        Map<Capability, Set<String>> missing = access.missing(transformer.woven());
        AgentInfo facts =
                new AgentInfo(version(), access.version(), startedBy, missing, access.absent());
        JobMetricsExporter metrics =
                access.metrics(missing.keySet(), threads.metrics(), clock, beans.reads(), gauges());
        register =
                new JobRegistry(
                        id ->
                                new JobCheckpointControl(
                                        id,
                                        clock,
                                        threads,
                                        limits,
                                        rescales,
                                        records.keeper(id),
                                        ChangeLog.of(id).andThen(metrics.changesOf(id))),
                        beans.andThen(metrics));
        if (missing.containsKey(Capability.PERSISTENCE)) {
            records.clusterIs(ClusterIdentity.unknown());
        }
        handler =
                access.handler(
                        register,
                        missing.keySet(),
                        threads.locks(),
                        records::clusterIs,
                        UnalignedOptions.policy(options));
        routing = routing(access, options, missing);
        consoleAddress = consoleAddress(access.restAddress(), options);
        endpointConsole =
                new EndpointConsole(
                        new ConsoleFiles(facts.version(), facts.flinkVersion(), true),
                        new JobRequestHandlerImpl(register, beans::beanOf, Runnable::run),
                        Map.of(
                                "version", facts.version(),
                                "flinkVersion", facts.flinkVersion()));
        otherDoors = new OtherDoors(server, overJmx, access::jmxPort);
        bean = new AgentMBeanExporter(server, overJmx, facts, this, beans);
        LOG.info(
                "ckptctl {} is in this JobManager (Flink {}, {})",
                facts.version(),
                facts.flinkVersion(),
                startedBy);
        missing.forEach(
                (capability, why) -> {
                    if (access.absent().contains(capability)) {
                        LOG.info("{} is off: {}", capability, why);
                    } else {
                        LOG.warn("{} is off: {}", capability, why);
                    }
                });
        transformer.failures().forEach((type, why) -> LOG.warn("{} is not woven: {}", type, why));
    }

    /**
     * Returns the figures of the agent that are gauges in Flink's metrics; read when it has been
     * assembled.
     */
    private Map<String, Supplier<Number>> gauges() {
        return Map.of(
                "hookErrors",
                this::hookErrors,
                "flinkSupported",
                () -> this.bean.isFlinkSupported() ? 1L : 0L);
    }

    private @Nullable RouteInterceptor routing(
            FlinkRuntime access, AgentOptions options, Map<Capability, Set<String>> missing) {
        if (!options.isTrue("rest.enabled")) {
            LOG.info("There are no routes on Flink's REST port (rest.enabled=false)");
            return null;
        }
        RejectionLog rejections =
                new RejectionLog(LoggerFactory.getLogger(RejectionLog.LOGGER), System::nanoTime);
        ForeignPages pages = new ForeignPages(RestOptions.pages(options), rejections);
        String readOnly = RestOptions.whyReadOnly(options, ignoredOptions());
        boolean hasConsole = options.opens(RestOptions.CONSOLE);
        if (missing.containsKey(Capability.REST_ROUTES)) {
            return null;
        }
        if (!readOnly.isEmpty()) {
            LOG.info("The routes on Flink's REST port change nothing ({})", readOnly);
        }
        if (hasConsole) {
            LOG.info("The console is at {} on Flink's REST port", ConsoleFiles.DIRECTORY);
        }
        JobRequestHandler requests =
                new JobRequestHandlerImpl(register, beans::beanOf, threads.requests());
        return new RouteInterceptor(
                access.restParts(),
                readOnly.isEmpty()
                        ? requests
                        : new ReadOnlyRequests(requests, readOnly, rejections),
                pages,
                hasConsole
                        ? new StaticFileHandler(
                                ConsoleFiles.DIRECTORY,
                                new ConsoleFiles(version(), access.version(), readOnly.isEmpty()))
                        : null);
    }

    /** Returns the address of the console on Flink's REST port, and logs it when it is known. */
    private Supplier<String> consoleAddress(RestAddress address, AgentOptions options) {
        if (routing == null || !options.opens(RestOptions.CONSOLE)) {
            return () -> "";
        }
        address.whenKnown(url -> LOG.info("The console is at {}{}", url, ConsoleFiles.DIRECTORY));
        return () -> address.url().isEmpty() ? "" : address.url() + ConsoleFiles.DIRECTORY;
    }

    /** Connects Flink's instrumented types to this agent from now on. */
    void takeHooks() {
        CheckpointHooks.install(handler);
        if (routing != null) {
            RestHooks.install(routing);
        }
    }

    /** Returns the handler that Flink's instrumented types are to call. */
    CheckpointHookHandler handler() {
        return handler;
    }

    /** Opens the HTTP endpoint; a failure is one log line, and everything else works. */
    void openHttp(AgentOptions options) {
        if (!options.isTrue("jolokia.enabled")) {
            LOG.info("HTTP is off (jolokia.enabled=false)");
            return;
        }
        try {
            requireHttpServer();
            JolokiaOptions http = HttpOptions.of(options);
            requireAllProtection(options);
            JolokiaEndpoint opened =
                    JolokiaEndpoint.start(
                            http, ManagementFactory.getPlatformMBeanServer(), endpointConsole);
            jolokia = opened;
            LOG.info("HTTP at {}; {}", opened.url(), opened.whereToLogIn());
            LOG.info("The console is at {}, with that login", opened.consoleUrl());
        } catch (IOException | RuntimeException | Error e) {
            LOG.warn("HTTP stays off, JMX works: {}", e.getMessage());
            LOG.debug("Why HTTP stays off", e);
        }
    }

    /**
     * Logs the other doors, which need no login of the agent's, so that an operator does not take
     * the agent's login for the only access.
     */
    void nameOtherDoors() {
        for (OtherDoor door : otherDoors.present()) {
            LOG.warn(
                    "{} leads to these beans too, {}, and knows no roles; {}",
                    (door.getName() + " " + door.getAddress()).trim(),
                    LOGINS.get(door.getLogin()),
                    door.isChangesAllowed()
                            ? "jmx.changes=false closes changes there"
                            : "changes are closed there (jmx.changes=false)");
        }
    }

    private static String ignoredOptions() {
        return System.getProperty(CheckpointAgent.SECOND_PROPERTY, "");
    }

    /** Requires the JDK's server before a class is used that cannot be loaded without it. */
    private static void requireHttpServer() {
        if (ModuleLayer.boot().findModule(HTTP_SERVER).isEmpty()) {
            throw new IllegalStateException(
                    "this Java runtime ("
                            + System.getProperty("java.home", "")
                            + ") has no "
                            + HTTP_SERVER
                            + "; use an image with a JRE or JDK, or jolokia.enabled=false to have it"
                            + " off without this line");
        }
    }

    /** Rejects the start of an endpoint that would be less protected than requested. */
    private static void requireAllProtection(AgentOptions options) {
        List<String> lost = new ArrayList<>(options.lost());
        String second = ignoredOptions();
        if (second.contains("jolokia.") || second.contains("config=")) {
            lost.add("the agent was started a second time, with other options: " + second);
        }
        if (!lost.isEmpty()) {
            throw new IllegalArgumentException(
                    "what was to protect it may be missing: " + String.join("; ", lost));
        }
    }

    @Override
    public long hookErrors() {
        return CheckpointHooks.errors() + ContainedThreads.failures();
    }

    @Override
    public String lastHookError() {
        String ofHook = CheckpointHooks.lastError();
        return ofHook.isEmpty() ? ContainedThreads.lastFailure() : ofHook;
    }

    @Override
    public String jolokiaUrl() {
        JolokiaEndpoint current = jolokia;
        return current == null ? "" : current.url();
    }

    @Override
    public String consoleUrl() {
        String onFlinksPort = consoleAddress.get();
        JolokiaEndpoint current = jolokia;
        return onFlinksPort.isEmpty() && current != null ? current.consoleUrl() : onFlinksPort;
    }

    @Override
    public List<OtherDoor> otherDoors() {
        return otherDoors.present();
    }

    @Override
    public Set<String> displacedRoutes() {
        return routing == null ? Set.of() : routing.displaced();
    }

    @Override
    public String persistenceLocation() {
        return records.location();
    }

    @Override
    public String persistenceCluster() {
        return records.cluster();
    }

    @Override
    public String persistenceProblem() {
        return records.problem();
    }

    /**
     * Removes the agent, in the order that leaves Flink intact at every moment: first the
     * suspensions and overrides, through the instrumented code and with the triggers re-armed, then
     * the hooks and changes that have come in between, then the instrumentation, then the
     * externally visible parts. The HTTP server is closed last and on a thread of its own, since
     * the call may have come through it.
     */
    @Override
    public synchronized void detach() {
        if (detaching) {
            return;
        }
        detaching = true;
        LOG.info("ckptctl detaches: jobs run on with their submitted settings");
        register.detach(
                () -> {
                    RestHooks.uninstall();
                    CheckpointHooks.uninstall();
                },
                (job, why) ->
                        LOG.warn(
                                "Job {} may keep what was set until it restarts",
                                job.jobId(),
                                why));
        transformer.uninstall(instrumentation);
        register.clear();
        threads.inOrder().execute(this::closeEndpoints);
    }

    private synchronized void closeEndpoints() {
        beans.clear();
        bean.close();
        try {
            JolokiaEndpoint current = jolokia;
            if (current != null) {
                current.close();
            }
        } catch (IOException e) {
            LOG.warn("HTTP was not closed cleanly", e);
        }
        records.close();
        threads.close();
        LOG.info("ckptctl has detached");
        detached.run();
    }

    private static String version() {
        String version = RunningAgent.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
