#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What Flink's official image understands, with nothing but what a shell has built in: jobmanager,
# taskmanager, FLINK_PROPERTIES and FLINK_ENV_JAVA_OPTS_JM. Any other command is run as it is.
set -eu
home=/opt/flink
for name in config.yaml flink-conf.yaml; do # the second is that of Flink 1.18
  printf '%s\n' "${FLINK_PROPERTIES:-}" > "$home/conf/$name"
done
case "${1:-}" in
  jobmanager)
    main=org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint
    options="-Xmx512m ${FLINK_ENV_JAVA_OPTS_JM:-}"
    ;;
  taskmanager)
    main=org.apache.flink.runtime.taskexecutor.TaskManagerRunner
    options="-Xmx320m ${FLINK_ENV_JAVA_OPTS_TM:-}"
    ;;
  *) exec "$@" ;;
esac
# shellcheck disable=SC2086 # options are many words
exec java @"$home/conf/jvm.options" $options -cp "$home/lib/*" "$main" --configDir "$home/conf"
