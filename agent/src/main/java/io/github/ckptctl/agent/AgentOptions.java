// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.control.SettingLimits;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * The agent's options: {@code key=value,key=value} behind {@code -javaagent:ckptctl-agent.jar=},
 * {@code CKPTCTL_*} environment variables, and a properties file named by {@code config}. Arguments
 * go before the environment, the environment before the file, the file before the defaults.
 *
 * <p>The variable of a key is the key in capitals with {@code _} for each dot: {@code
 * CKPTCTL_JOLOKIA_TOKENFILE} for {@code jolokia.tokenFile}. A fault never stops anything: the
 * default holds instead, and {@link #faults()} says so.
 */
final class AgentOptions {

    /** Every key with its default; empty where the default is worked out. */
    private static final Map<String, String> DEFAULTS =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("config", ""),
                            Map.entry("debug", "false"),
                            Map.entry("jolokia.enabled", "true"),
                            Map.entry("jolokia.host", "127.0.0.1"),
                            Map.entry("jolokia.port", "8778"),
                            Map.entry("jolokia.tokenFile", ""),
                            Map.entry("jolokia.usersFile", ""),
                            Map.entry("jolokia.allowGroupReadable", "false"),
                            Map.entry("jolokia.readable", ""),
                            Map.entry("jolokia.allowedHosts", ""),
                            Map.entry("jolokia.allowedOrigins", ""),
                            Map.entry("jolokia.tls.certificate", ""),
                            Map.entry("jolokia.tls.key", ""),
                            Map.entry("jolokia.tls.keystore", ""),
                            Map.entry("jolokia.tls.keystorePasswordFile", ""),
                            Map.entry("jolokia.tls.clientCa", ""),
                            Map.entry("jolokia.tls.clientAuth", "none"),
                            Map.entry("jolokia.allowPlainRemote", "false"),
                            Map.entry("jolokia.textValues", "false"),
                            Map.entry(RescaleOptions.WHILE_SUSPENDED, RescaleOptions.WAIT),
                            Map.entry("rest.enabled", "true"),
                            Map.entry(RestOptions.ALLOWED_ORIGINS, ""),
                            Map.entry("store", ""),
                            Map.entry(JobRecords.CLUSTER, ""),
                            Map.entry("store.required", "true"),
                            Map.entry("store.submissionWins", "true")));

    static {
        SettingOptions.limited()
                .forEach(
                        setting -> {
                            DEFAULTS.put(SettingLimits.minOption(setting), "");
                            DEFAULTS.put(SettingLimits.maxOption(setting), "");
                        });
    }

    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    private AgentOptions() {}

    /**
     * Reads the options.
     *
     * @param arguments what stands behind the agent's jar, null for nothing
     * @param environment the environment's variables
     */
    static AgentOptions of(@Nullable String arguments, Map<String, String> environment) {
        AgentOptions options = new AgentOptions();
        options.addArguments(arguments == null ? "" : arguments);
        options.addEnvironment(environment);
        options.addFile(options.text("config"));
        return options;
    }

    /** Returns every key that there is. */
    static Set<String> keys() {
        return Set.copyOf(DEFAULTS.keySet());
    }

    /** Returns what was wrong, one sentence for each fault. */
    List<String> faults() {
        return faults;
    }

    /** Returns an option as it stands. */
    String text(String key) {
        String value = values.get(key);
        return value == null ? defaultOf(key) : value;
    }

    /**
     * Returns the parts of an option that is a list. Split at semicolons: commas part the options,
     * and object names hold commas of their own.
     */
    List<String> words(String key) {
        List<String> words = new ArrayList<>();
        for (String word : text(key).split(";", -1)) {
            if (!word.isBlank()) {
                words.add(word.trim());
            }
        }
        return words;
    }

    /** Returns an option that is true or false. */
    boolean isTrue(String key) {
        String value = text(key);
        if (value.equals("true") || value.equals("false")) {
            return value.equals("true");
        }
        return Boolean.parseBoolean(refused(key, value, "neither true nor false"));
    }

    /** Returns an option that is one of several words; its default must be one. */
    String oneOf(String key, List<String> words) {
        String value = text(key);
        return words.contains(value)
                ? value
                : refused(key, value, "not one of " + String.join(", ", words));
    }

    /** Returns an option that is a whole number in a range; its default must be one. */
    int number(String key, int min, int max) {
        OptionalLong number = optional(key, min, max);
        return (int) number.orElseGet(() -> Long.parseLong(defaultOf(key)));
    }

    /** Returns an option that is a whole number in a range, or is left out. */
    OptionalLong optional(String key, long min, long max) {
        String value = text(key);
        if (value.isEmpty() && defaultOf(key).isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        refused(key, value, "not a whole number from " + min + " to " + max);
        return OptionalLong.empty();
    }

    private String refused(String key, String value, String why) {
        String instead = defaultOf(key);
        String holds = instead.isEmpty() ? "it is left out" : instead + " holds";
        faults.add(key + "=" + value + " is " + why + "; " + holds);
        values.remove(key);
        return instead;
    }

    private void addArguments(String arguments) {
        for (String argument : arguments.split(",", -1)) {
            int equals = argument.indexOf('=');
            if (equals > 0) {
                add(argument.substring(0, equals).trim(), argument.substring(equals + 1).trim());
            } else if (!argument.isBlank()) {
                faults.add("'" + argument + "' is not of the form key=value; it is left out");
            }
        }
    }

    private void addEnvironment(Map<String, String> environment) {
        for (String key : DEFAULTS.keySet()) {
            String variable = "CKPTCTL_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
            String value = environment.get(variable);
            if (value != null) {
                values.putIfAbsent(key, value.trim());
            }
        }
    }

    private void addFile(String file) {
        if (file.isEmpty()) {
            return;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            faults.add("config=" + file + " cannot be read (" + e + "); it is left out");
        }
        for (String key : properties.stringPropertyNames()) {
            if (!values.containsKey(key)) {
                add(key, properties.getProperty(key).trim());
            }
        }
    }

    private void add(String key, String value) {
        if (DEFAULTS.containsKey(key)) {
            values.putIfAbsent(key, value);
        } else {
            faults.add(
                    key
                            + " is not an option and is left out; there are "
                            + String.join(", ", DEFAULTS.keySet()));
        }
    }

    private static String defaultOf(String key) {
        String value = DEFAULTS.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no such option: " + key);
        }
        return value;
    }
}
