// SPDX-License-Identifier: Apache-2.0

/** Formats the directories of a broker and runs it; its argument is the broker's properties file. */
final class KafkaStart {

    private KafkaStart() {}

    public static void main(String[] args) throws Exception {
        String[] format = {
            "format", "--cluster-id", "MDAwMDAwMDAwMDAwMDAwMA", "--config", args[0]
        };
        int outcome = kafka.tools.StorageTool.execute(format, System.out);
        if (outcome != 0) {
            System.exit(outcome);
        }
        kafka.Kafka.main(args);
    }
}
