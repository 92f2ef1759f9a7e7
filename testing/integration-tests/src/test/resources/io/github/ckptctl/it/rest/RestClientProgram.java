// SPDX-License-Identifier: Apache-2.0

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.rest.HttpMethodWrapper;
import org.apache.flink.runtime.rest.RestClient;
import org.apache.flink.runtime.rest.messages.JobMessageParameters;
import org.apache.flink.runtime.rest.messages.RuntimeMessageHeaders;
import org.apache.flink.runtime.rest.messages.RequestBody;
import org.apache.flink.runtime.rest.messages.ResponseBody;
import org.apache.flink.runtime.rest.util.RestClientException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.annotation.JsonCreator;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.annotation.JsonProperty;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Program that changes a job's timeout with Flink's own {@code RestClient}, as a Java program
 * would: {@code host port job timeout method path}, the path below the job's own. Compiles against
 * every Flink version from 1.18 on.
 */
public final class RestClientProgram {

    public static void main(String[] args) throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        RestClient client = new RestClient(new Configuration(), executor);
        JobMessageParameters parameters = new JobMessageParameters();
        parameters.jobPathParameter.resolve(JobID.fromHexString(args[2]));
        try {
            Settings settings =
                    client.sendRequest(
                                    args[0],
                                    Integer.parseInt(args[1]),
                                    new Headers(HttpMethodWrapper.valueOf(args[4]), args[5]),
                                    parameters,
                                    new Change(Long.parseLong(args[3])))
                            .get();
            System.out.println("timeout " + settings.checkpointTimeout);
        } catch (ExecutionException e) {
            RestClientException refused = (RestClientException) e.getCause();
            System.out.println(refused.getHttpResponseStatus() + " " + refused.getMessage());
        }
        client.close();
        executor.shutdown();
    }

    public static final class Change implements RequestBody {
        @JsonProperty public final long checkpointTimeout;

        Change(long checkpointTimeout) {
            this.checkpointTimeout = checkpointTimeout;
        }
    }

    /**
     * Response body. Flink's client of 1.18 rejects unknown fields, unless it is configured not to;
     * and it regards every response that fits this type as no error, hence the required field.
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public static final class Settings implements ResponseBody {
        public final long checkpointTimeout;

        @JsonCreator
        Settings(@JsonProperty(value = "checkpointTimeout", required = true) long timeout) {
            checkpointTimeout = timeout;
        }
    }

    private static final class Headers
            implements RuntimeMessageHeaders<Change, Settings, JobMessageParameters> {

        private final HttpMethodWrapper method;
        private final String path;

        Headers(HttpMethodWrapper method, String path) {
            this.method = method;
            this.path = path;
        }

        @Override
        public HttpMethodWrapper getHttpMethod() {
            return method;
        }

        @Override
        public String getTargetRestEndpointURL() {
            return "/jobs/:jobid/" + path;
        }

        @Override
        public Class<Change> getRequestClass() {
            return Change.class;
        }

        @Override
        public Class<Settings> getResponseClass() {
            return Settings.class;
        }

        @Override
        public HttpResponseStatus getResponseStatusCode() {
            return HttpResponseStatus.OK;
        }

        @Override
        public JobMessageParameters getUnresolvedMessageParameters() {
            return new JobMessageParameters();
        }

        @Override
        public String getDescription() {
            return "Changes the timeout.";
        }
    }
}
