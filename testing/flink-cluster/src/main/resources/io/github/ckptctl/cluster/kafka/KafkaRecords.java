// SPDX-License-Identifier: Apache-2.0

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints the committed records of topics, a line each with the topic and the value; its arguments
 * are the broker and the topics.
 */
final class KafkaRecords {

    private KafkaRecords() {}

    public static void main(String[] args) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", args[0], "isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            for (String topic : List.of(args).subList(1, args.length)) {
                print(consumer, new TopicPartition(topic, 0));
            }
        }
    }

    private static void print(KafkaConsumer<String, String> consumer, TopicPartition partition) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                System.out.println(record.topic() + " " + record.value());
            }
        }
    }
}
