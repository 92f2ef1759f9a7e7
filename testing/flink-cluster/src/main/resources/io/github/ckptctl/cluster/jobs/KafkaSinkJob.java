// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster.jobs;

import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Job that writes the numbers from 0 on to a topic of Kafka, exactly once: some of them after its
 * start and after each completed checkpoint, and then none until the next one.
 *
 * <p>So a transaction has all its records soon after it was opened, and stays open and silent until
 * a checkpoint completes: only the broker knows whether it has timed out.
 */
public final class KafkaSinkJob {

    private KafkaSinkJob() {}

    public static void main(String[] args) throws Exception {
        JobOptions options = new JobOptions(args);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        options.configureCheckpointing(env);
        Properties producer = new Properties();
        producer.setProperty("transaction.timeout.ms", options.text("transactionTimeout", ""));
        String topic = options.text("topic", "");
        KafkaSink<String> sink =
                KafkaSink.<String>builder()
                        .setBootstrapServers(options.text("broker", ""))
                        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                        .setTransactionalIdPrefix(topic)
                        .setKafkaProducerConfig(producer)
                        .setRecordSerializer(
                                KafkaRecordSerializationSchema.builder()
                                        .setTopic(topic)
                                        .setValueSerializationSchema(new SimpleStringSchema())
                                        .build())
                        .build();
        DataGeneratorSource<String> numbers =
                new DataGeneratorSource<>(
                        number -> Long.toString(number),
                        Long.MAX_VALUE,
                        RateLimiterStrategy.perCheckpoint((int) options.number("numbers", 10)),
                        Types.STRING);
        env.fromSource(numbers, WatermarkStrategy.noWatermarks(), "numbers")
                .setParallelism(1)
                .sinkTo(sink)
                .setParallelism(1);
        env.execute(options.text("name", topic));
    }
}
