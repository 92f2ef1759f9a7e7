// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.WebAnswer;
import io.github.ckptctl.agent.http.WebConsole;
import io.github.ckptctl.agent.http.request.OperationRoles;
import io.github.ckptctl.agent.rest.ConsoleFiles;
import io.github.ckptctl.flink.rest.JobRequest;
import io.github.ckptctl.flink.rest.JobRequestHandler;
import io.github.ckptctl.flink.rest.JobResponse;
import io.github.ckptctl.flink.rest.RestRoute;
import io.github.ckptctl.flink.rest.RoutedPath;
import io.github.ckptctl.flink.rest.StaticFile;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The web console on the agent's own HTTP endpoint: the files and the routes that it has on Flink's
 * REST port, for the jobs of this JobManager. Any thread.
 */
final class EndpointConsole implements WebConsole {

    private static final String ABOUT = ConsoleFiles.DIRECTORY + "about.json";
    private static final String NO_SLASH = ConsoleFiles.DIRECTORY.replaceFirst("/$", "");

    private static final OperationRoles ROLES =
            OperationRoles.of(List.of(CheckpointCoordinatorMXBean.class));

    private final Function<String, Optional<StaticFile>> files;
    private final JobRequestHandler requests;
    private final Map<String, String> versions;

    /**
     * @param files returns a file by its path below the directory
     * @param requests answers requests before it returns
     * @param versions what the page has to know of this agent, by the names of the fields
     */
    EndpointConsole(
            Function<String, Optional<StaticFile>> files,
            JobRequestHandler requests,
            Map<String, String> versions) {
        this.files = files;
        this.requests = requests;
        this.versions = Map.copyOf(versions);
    }

    @Override
    public Optional<Target> find(String path) {
        if (path.equals(NO_SLASH)) {
            return Optional.of(new PageTarget(true, EndpointConsole::moved));
        }
        if (path.equals(ABOUT)) {
            return Optional.of(new PageTarget(false, this::about));
        }
        Optional<Target> route = RoutedPath.of(path).map(RouteTarget::new);
        if (route.isPresent() || !path.startsWith(ConsoleFiles.DIRECTORY)) {
            return route;
        }
        return files.apply(path.substring(ConsoleFiles.DIRECTORY.length()))
                .map(file -> new PageTarget(true, call -> file(file, call)));
    }

    /**
     * Returns the operation of a job's bean that does the same as a route, empty for one that
     * changes nothing.
     */
    static String operation(RestRoute route) {
        switch (route) {
            case UPDATE:
                return "updateSettings";
            case RESET:
                return "resetSettings";
            case SUSPEND:
                return "suspend";
            case RESUME:
                return "resume";
            case QUIESCE:
                return "quiesce";
            case RESCHEDULE:
                return "rescheduleInFlight";
            case EXTEND:
                return "extendInFlight";
            case ABORT:
                return "abortCheckpoint";
            case STACKS:
                return "stacksOfHolders";
            case FAIL_HOLDERS:
                return "failHoldingTasks";
            case TRIGGER:
                return "triggerCheckpoint";
            case UNALIGNED:
                return "enableUnaligned";
            case PIN_CHECKPOINT:
                return "pinCheckpoint";
            case UNPIN_CHECKPOINT:
                return "unpinCheckpoint";
            case STOP_WITH_CHECKPOINT:
                return "stopWithCheckpoint";
            case STOP_WITH_SAVEPOINT:
                return "stopWithSavepoint";
            case RESET_FAILURE_COUNT:
                return "resetFailureCount";
            default:
                return "";
        }
    }

    private static WebAnswer moved(Call call) {
        Map<String, String> headers = new HashMap<>(StaticFile.HEADERS);
        // relative, so that it is right behind a proxy that adds a prefix
        headers.put("Location", NO_SLASH.substring(1) + "/");
        return WebAnswer.of(308, headers, new byte[0]);
    }

    private static WebAnswer file(StaticFile file, Call call) {
        Map<String, String> headers = new HashMap<>(StaticFile.HEADERS);
        headers.put("ETag", file.validator());
        if (file.isNamedIn(call.known())) {
            return WebAnswer.of(304, headers, new byte[0]);
        }
        headers.put("Content-Type", file.type());
        byte[] content = new byte[file.content().remaining()];
        file.content().get(content);
        return WebAnswer.of(200, headers, content);
    }

    /**
     * Returns what the page has to know of this agent and of the caller before it asks for jobs.
     */
    private WebAnswer about(Call call) {
        List<String> allowed =
                Arrays.stream(RestRoute.values())
                        .filter(route -> !operation(route).isEmpty())
                        .filter(route -> call.role().compareTo(ROLES.toCall(operation(route))) >= 0)
                        .map(RestRoute::ownName)
                        .distinct()
                        .collect(Collectors.toList());
        Map<String, Object> about = new LinkedHashMap<>(versions);
        about.put("endpoint", true);
        about.put("caller", call.caller());
        about.put("role", call.role().name().toLowerCase(Locale.ROOT));
        about.put("changes", !allowed.isEmpty());
        about.put("allowed", allowed);
        return WebAnswer.of(200, about);
    }

    /** Part of the page: a file, the way to it, or what is made for the caller. */
    private static final class PageTarget implements Target {

        private final boolean isFile;
        private final Function<Call, WebAnswer> answer;

        PageTarget(boolean isFile, Function<Call, WebAnswer> answer) {
            this.isFile = isFile;
            this.answer = answer;
        }

        @Override
        public Set<String> methods() {
            return isFile ? Set.of("GET", "HEAD") : Set.of("GET");
        }

        @Override
        public boolean isFile() {
            return isFile;
        }

        @Override
        public String operation(String method) {
            return "";
        }

        @Override
        public String jobId() {
            return "";
        }

        @Override
        public WebAnswer answer(Call call) {
            return answer.apply(call);
        }
    }

    /** Path of a route. */
    private final class RouteTarget implements Target {

        private final RoutedPath path;

        RouteTarget(RoutedPath path) {
            this.path = path;
        }

        @Override
        public Set<String> methods() {
            return path.methods();
        }

        @Override
        public boolean isFile() {
            return false;
        }

        @Override
        public String operation(String method) {
            return EndpointConsole.operation(route(method));
        }

        private RestRoute route(String method) {
            return Objects.requireNonNull(path.route(method), method);
        }

        @Override
        public String jobId() {
            return path.jobId();
        }

        @Override
        public WebAnswer answer(Call call) {
            JobRequest request =
                    new JobRequest(
                            route(call.method()),
                            path.jobId(),
                            call.caller(),
                            call.role(),
                            path.body(call.body()));
            CompletableFuture<JobResponse> reply = requests.answer(request);
            JobResponse response = reply == null ? absent(request) : reply.join();
            return WebAnswer.of(response.status(), response.body());
        }
    }

    private static JobResponse absent(JobRequest request) {
        return request.route().isOfOneJob()
                ? JobResponse.refused(
                        404, List.of("Job " + request.jobId() + " not found on this JobManager"))
                : JobResponse.ok(Map.of("jobs", List.of()));
    }
}
