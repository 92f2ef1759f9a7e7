// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.containers;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reader of the manifests that ignores nothing in them. */
final class Manifest {

    static final Path DIRECTORY = Path.of("kubernetes");

    private static final Map<String, Class<? extends HasMetadata>> KINDS =
            Map.of(
                    "v1/Pod", Pod.class,
                    "v1/Secret", Secret.class,
                    "v1/Service", Service.class,
                    "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
                    "flink.apache.org/v1beta1/FlinkDeployment", FlinkDeployment.class);

    private static final ObjectMapper STRICT =
            new ObjectMapper(
                            YAMLFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .setAnnotationIntrospector(new NothingIsPassedOver());

    private Manifest() {}

    /** Returns all manifests, by file. */
    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.sorted().toList();
        }
    }

    /** Reads one manifest. */
    static <T extends HasMetadata> T of(String file, Class<T> type) {
        try {
            return type.cast(read(tree(DIRECTORY.resolve(file))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode tree(Path file) throws IOException {
        return STRICT.readTree(file.toFile());
    }

    /**
     * Reads a manifest into the model of its kind.
     *
     * @throws JsonProcessingException if a field is unknown there or has a value of another type
     */
    static HasMetadata read(JsonNode tree) throws JsonProcessingException {
        String kind = tree.path("apiVersion").asText() + "/" + tree.path("kind").asText();
        Class<? extends HasMetadata> type = KINDS.get(kind);
        if (type == null) {
            throw new IllegalArgumentException("no model for " + kind);
        }
        return STRICT.treeToValue(tree, type);
    }

    /** Writes a value as YAML for another reader. */
    static String yaml(Object value) throws JsonProcessingException {
        return STRICT.writeValueAsString(value);
    }

    /**
     * Introspector for strict reading: models would otherwise store unknown fields, or ignore them.
     */
    private static final class NothingIsPassedOver extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }

        @Override
        public JsonIgnoreProperties.Value findPropertyIgnoralByName(
                MapperConfig<?> config, Annotated annotated) {
            return super.findPropertyIgnoralByName(config, annotated).withoutIgnoreUnknown();
        }
    }
}
