// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;

import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.remote.JMXConnector;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Connection to an agent over JMX of a JVM on this machine. */
final class JmxConnection implements Connection {

    private static final long LONGEST_CALL = 3_600_000;

    private final String name;
    private final JMXConnector connector;
    private final MBeanServerConnection server;

    JmxConnection(String name, JMXConnector connector) throws IOException {
        this.name = name;
        this.connector = connector;
        this.server = connector.getMBeanServerConnection();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String foreignDoor() {
        return "";
    }

    @Override
    public JsonObject read(String bean, List<String> attributes) {
        return asked(() -> read(new ObjectName(bean), attributes));
    }

    @Override
    public JsonObject readAll(String pattern, List<String> attributes) {
        return asked(
                () -> {
                    JsonObject all = new JsonObject();
                    for (ObjectName each : server.queryNames(new ObjectName(pattern), null)) {
                        all.add(each.toString(), read(each, attributes));
                    }
                    return all;
                });
    }

    @Override
    public JsonElement call(String bean, String operation, Object... arguments) {
        return asked(
                () -> {
                    ObjectName target = new ObjectName(bean);
                    MBeanParameterInfo[] signature = signature(target, operation);
                    Object[] values = new Object[arguments.length];
                    for (int i = 0; i < values.length; i++) {
                        values[i] =
                                OpenData.of(
                                        arguments[i],
                                        signature[i].getDescriptor().getFieldValue("openType"));
                    }
                    String[] types =
                            Arrays.stream(signature)
                                    .map(MBeanParameterInfo::getType)
                                    .toArray(String[]::new);
                    return OpenData.json(server.invoke(target, operation, values, types));
                });
    }

    @Override
    public long longestCall() {
        return LONGEST_CALL;
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            // the other JVM has ended, and so has the connection
        }
    }

    private JsonObject read(ObjectName bean, List<String> attributes)
            throws JMException, IOException {
        String[] names =
                attributes.isEmpty()
                        ? Arrays.stream(server.getMBeanInfo(bean).getAttributes())
                                .map(MBeanAttributeInfo::getName)
                                .toArray(String[]::new)
                        : attributes.toArray(new String[0]);
        JsonObject values = new JsonObject();
        for (Attribute attribute : server.getAttributes(bean, names).asList()) {
            values.add(attribute.getName(), OpenData.json(attribute.getValue()));
        }
        for (String asked : names) {
            if (!values.has(asked)) {
                throw new CliException(
                        ExitCode.NOT_FOUND, "there is no attribute " + asked + " of " + bean);
            }
        }
        return values;
    }

    private MBeanParameterInfo[] signature(ObjectName bean, String operation)
            throws JMException, IOException {
        return Arrays.stream(server.getMBeanInfo(bean).getOperations())
                .filter(candidate -> candidate.getName().equals(operation))
                .map(MBeanOperationInfo::getSignature)
                .findFirst()
                .orElseThrow(
                        () ->
                                new CliException(
                                        ExitCode.REFUSED,
                                        "the agent has no operation "
                                                + operation
                                                + "; it is older than this command"));
    }

    private <T> T asked(Question<T> question) {
        try {
            return question.ask();
        } catch (InstanceNotFoundException e) {
            throw new CliException(ExitCode.NOT_FOUND, "no bean " + e.getMessage() + " in " + name);
        } catch (RuntimeMBeanException e) {
            throw refusal(e.getTargetException());
        } catch (MBeanException e) {
            throw refusal(e.getTargetException());
        } catch (JMException e) {
            throw new CliException(ExitCode.FAILED, name + ": " + e);
        } catch (IOException e) {
            throw new CliException(ExitCode.NO_CONNECTION, name + " is gone: " + e.getMessage());
        }
    }

    private static CliException refusal(Exception why) {
        boolean refused =
                why instanceof IllegalArgumentException
                        || why instanceof IllegalStateException
                        || why instanceof SecurityException
                        || why instanceof UnsupportedOperationException;
        return new CliException(
                refused ? ExitCode.REFUSED : ExitCode.FAILED, String.valueOf(why.getMessage()));
    }

    private interface Question<T> {
        T ask() throws JMException, IOException;
    }
}
