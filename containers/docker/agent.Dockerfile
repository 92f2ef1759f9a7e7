# SPDX-License-Identifier: Apache-2.0
# The agent's jar alone, for an init container that copies it to where a Flink container has it mounted:
#   docker build -f agent.Dockerfile -t ckptctl-agent:0.1.0 .
#   docker run --rm -v ckptctl:/opt/ckptctl ckptctl-agent:0.1.0
# It is never the container that Flink runs in. The jar lies beside this file, one version of it.

ARG BASE_IMAGE=busybox:1.37
FROM ${BASE_IMAGE}
USER 0
COPY ckptctl-agent-*.jar /ckptctl-agent.jar
RUN chmod 0644 /ckptctl-agent.jar && mkdir -p /opt/ckptctl && chown 9999:9999 /opt/ckptctl

# Flink's user in the official image
USER 9999:9999
ENTRYPOINT ["cp", "/ckptctl-agent.jar", "/opt/ckptctl/ckptctl-agent.jar"]
