// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.containers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Test that Kubernetes and the operator know every field of every manifest. */
class ManifestsTest {

    /** Fields whose own fields have names of the writer's choice. */
    private static final Set<String> FREE =
            Set.of("flinkConfiguration", "stringData", "matchLabels", "selector");

    static List<Path> manifests() throws IOException {
        return Manifest.files();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void areReadWithoutAnythingLeftOver(Path file) throws Exception {
        // when
        HasMetadata manifest = Manifest.read(Manifest.tree(file));

        // then
        assertThat(manifest.getMetadata().getName()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void areRejectedWithAnyOfTheirFieldsMisspelt(Path file) throws Exception {
        // given
        JsonNode manifest = Manifest.tree(file);
        List<ObjectNode> objects = new ArrayList<>();
        collect(manifest, objects);

        int refused = 0;
        for (ObjectNode object : objects) {
            for (String field : names(object)) {
                // when
                object.set(field + "x", object.remove(field));

                // then
                if (object == manifest && Set.of("apiVersion", "kind").contains(field)) {
                    assertThatExceptionOfType(IllegalArgumentException.class)
                            .isThrownBy(() -> Manifest.read(manifest));
                } else {
                    assertThatExceptionOfType(JsonProcessingException.class)
                            .as(field)
                            .isThrownBy(() -> Manifest.read(manifest))
                            .withMessageContaining(field + "x");
                }
                object.set(field, object.remove(field + "x"));
                refused++;
            }
        }
        assertThat(refused).isGreaterThanOrEqualTo(5);
        Manifest.read(manifest);
    }

    /** Collects the objects whose field names are defined by Kubernetes. */
    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode) {
            objects.add((ObjectNode) node);
            for (String field : names((ObjectNode) node)) {
                if (!FREE.contains(field)) {
                    collect(node.get(field), objects);
                }
            }
        } else {
            node.forEach(one -> collect(one, objects));
        }
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
