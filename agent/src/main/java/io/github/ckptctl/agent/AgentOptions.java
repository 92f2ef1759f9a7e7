// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.secret.FileText;
import io.github.ckptctl.control.model.SettingLimits;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringReader;
import java.io.UnsupportedEncodingException;
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
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Options of the agent: {@code key=value,key=value} after {@code -javaagent:ckptctl-agent.jar=},
 * {@code CKPTCTL_*} environment variables, and a properties file named by {@code config}. Arguments
 * take precedence over the environment, the environment over the file, the file over the defaults.
 *
 * <p>The variable of a key is the key in capitals with {@code _} for each dot: {@code
 * CKPTCTL_JOLOKIA_TOKENFILE} for {@code jolokia.tokenFile}. A comma separates options only before
 * text that looks like an option, since names of beans have commas; a key that is a list may be
 * given several times. A fault never stops anything: the next source with a valid value is used
 * instead, finally the default, and {@link #faults()} reports it. A fault that may have cost the
 * endpoint some of its protection is also reported by {@link #lost()}.
 */
final class AgentOptions {

    /** Every key with its default; empty where the default is computed. */
    private static final Map<String, String> DEFAULTS =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("config", ""),
                            Map.entry("debug", "false"),
                            Map.entry(JmxOptions.CHANGES, "true"),
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
                            Map.entry(UnalignedOptions.READY, "false"),
                            Map.entry(UnalignedOptions.EXCLUDED, ""),
                            Map.entry("rest.enabled", "true"),
                            Map.entry(RestOptions.ALLOWED_ORIGINS, ""),
                            Map.entry(RestOptions.CHANGES, "true"),
                            Map.entry(RestOptions.CONSOLE, "true"),
                            Map.entry("store", ""),
                            Map.entry(RecordStoreProvider.CLUSTER, ""),
                            Map.entry("store.required", "true"),
                            Map.entry("store.submissionWins", "true")));

    /** Keys that are lists, of words separated by semicolons. */
    private static final Set<String> LISTS =
            Set.of(
                    "jolokia.readable",
                    "jolokia.allowedHosts",
                    "jolokia.allowedOrigins",
                    RestOptions.ALLOWED_ORIGINS,
                    UnalignedOptions.EXCLUDED);

    private static final String EMPTY = "empty";

    /** Options that deny access to unauthorized callers. */
    private static final Pattern PROTECTING =
            Pattern.compile("jolokia\\.(enabled|usersFile|tls\\..*)");

    /** A comma before a key: an existing key, or a key of an existing group. */
    private static final Pattern PARTING;

    static {
        SettingOptions.limited()
                .forEach(
                        setting -> {
                            DEFAULTS.put(SettingLimits.minOption(setting), "");
                            DEFAULTS.put(SettingLimits.maxOption(setting), "");
                        });
        String groups =
                DEFAULTS.keySet().stream()
                        .map(key -> key.replaceFirst("\\..*", ""))
                        .distinct()
                        .collect(Collectors.joining("|"));
        PARTING = Pattern.compile(",(?=\\s*(" + groups + ")(\\.[A-Za-z.]*)?\\s*=)");
    }

    private final List<Source> sources = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> lostOfJmx = new ArrayList<>();
    private final List<String> lostOfRest = new ArrayList<>();

    private AgentOptions() {}

    /**
     * Reads the options.
     *
     * @param arguments the text after the agent's jar, null for none
     * @param environment the environment's variables
     */
    static AgentOptions of(@Nullable String arguments, Map<String, String> environment) {
        AgentOptions options = new AgentOptions();
        options.addArguments(arguments == null ? "" : arguments);
        options.addEnvironment(environment);
        options.addFile(options.text("config"));
        return options;
    }

    /** Returns all keys. */
    static Set<String> keys() {
        return Set.copyOf(DEFAULTS.keySet());
    }

    /** Returns the faults, one sentence for each. */
    List<String> faults() {
        return faults;
    }

    /**
     * Returns those faults that may have cost the endpoint a requested protection: then it should
     * stay shut.
     */
    List<String> lost() {
        return lost;
    }

    /** Returns those faults that may have cost the beans a protection. */
    List<String> lostOfJmx() {
        return lostOfJmx;
    }

    /** Returns those faults that may have cost the routes on Flink's port a protection. */
    List<String> lostOfRest() {
        return lostOfRest;
    }

    /** Returns an option as given; an empty one counts as left out. */
    String text(String key) {
        return valid(key, value -> value.isEmpty() ? null : value, EMPTY, defaultOf(key));
    }

    /**
     * Returns the parts of an option that is a list. Split at semicolons: commas separate the
     * options, and object names contain commas of their own.
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
        return isTrue(key, defaultOf(key));
    }

    /** Returns an option that opens something if it is true; an invalid value leaves that shut. */
    boolean opens(String key) {
        return isTrue(key, isGiven(key) ? "false" : defaultOf(key));
    }

    /** Returns whether any source has an option, valid or not. */
    boolean isGiven(String key) {
        return sources.stream().anyMatch(source -> source.values.containsKey(key));
    }

    private boolean isTrue(String key, String none) {
        String value =
                valid(
                        key,
                        text -> text.equals("true") || text.equals("false") ? text : null,
                        "neither true nor false",
                        none);
        return value.equals("true");
    }

    /** Returns an option that is one of several words; its default must be one. */
    String oneOf(String key, List<String> words) {
        return valid(
                key,
                text -> words.contains(text) ? text : null,
                "not one of " + String.join(", ", words),
                defaultOf(key));
    }

    /** Returns an option that is a whole number in a range; its default must be one. */
    int number(String key, int min, int max) {
        return (int) optional(key, min, max).orElseGet(() -> Long.parseLong(defaultOf(key)));
    }

    /** Returns an option that is a whole number in a range, or is left out. */
    OptionalLong optional(String key, long min, long max) {
        String value =
                valid(
                        key,
                        text -> isNumber(text, min, max) ? text : null,
                        "not a whole number from " + min + " to " + max,
                        "");
        return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
    }

    private static boolean isNumber(String text, long min, long max) {
        try {
            long number = Long.parseLong(text);
            return number >= min && number <= max;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * Returns the value of the first source with a valid value, and the default where none has one.
     * Each invalid value is reported once, with the effective value.
     */
    private String valid(
            String key, UnaryOperator<@Nullable String> read, String why, String none) {
        List<String> wrong = new ArrayList<>();
        for (Source source : sources) {
            String value = source.values.get(key);
            if (value == null) {
                continue;
            }
            String valid = read.apply(value);
            if (valid != null) {
                refuse(wrong, why, valid + source.where);
                return valid;
            }
            source.values.remove(key);
            wrong.add(source.shown(key) + "=" + value + source.where);
        }
        boolean isProtecting = PROTECTING.matcher(key).matches();
        if (why.equals(EMPTY) && none.isEmpty() && !isProtecting) {
            // the same as the default, and no other source has another value
            return none;
        }
        List<String> rejected = refuse(wrong, why, none.isEmpty() ? defaultOf(key) : none);
        if (isProtecting) {
            lost.addAll(rejected);
        }
        return none;
    }

    private List<String> refuse(List<String> wrong, String why, String instead) {
        String holds = instead.isEmpty() ? "it is left out" : instead + " holds";
        List<String> rejected =
                wrong.stream()
                        .map(shown -> shown + " is " + why + "; " + holds)
                        .collect(Collectors.toList());
        faults.addAll(rejected);
        return rejected;
    }

    private void addArguments(String arguments) {
        Source source = new Source("", key -> key);
        for (String argument : PARTING.split(arguments, -1)) {
            int equals = argument.indexOf('=');
            if (equals > 0) {
                String key = argument.substring(0, equals).trim();
                add(source, key, whole(key, argument.substring(equals + 1).trim()));
            } else if (!argument.isBlank()) {
                addFault(
                        argument,
                        "'" + argument + "' is not of the form key=value; it is left out");
            }
        }
        sources.add(source);
    }

    private void addEnvironment(Map<String, String> environment) {
        Source source =
                new Source("", key -> "CKPTCTL_" + key.replace('.', '_').toUpperCase(Locale.ROOT));
        for (String key : DEFAULTS.keySet()) {
            String value = environment.get(source.shown(key));
            if (value != null) {
                source.values.put(key, value.trim());
            }
        }
        sources.add(source);
    }

    private void addFile(String file) {
        if (file.isEmpty()) {
            return;
        }
        Source source = new Source(" in " + file, key -> key);
        Properties properties = new Properties();
        try {
            String text = FileText.strictly(Files.readAllBytes(Path.of(file)));
            properties.load(new StringReader(text));
        } catch (UnsupportedEncodingException e) {
            leaveOut(file, String.valueOf(e.getMessage()));
        } catch (IOException | IllegalArgumentException e) {
            leaveOut(file, "cannot be read (" + e + ")");
        }
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            add(source, key, properties.getProperty(key).trim());
        }
        sources.add(source);
    }

    private void leaveOut(String file, String why) {
        String fault = "config=" + file + " " + why + "; it is left out";
        faults.add(fault);
        lost.add(fault);
        lostOfJmx.add(fault);
        lostOfRest.add(fault);
    }

    private void add(Source source, String key, String value) {
        if (!DEFAULTS.containsKey(key)) {
            addFault(
                    key,
                    key
                            + source.where
                            + " is not an option and is left out; there are "
                            + String.join(", ", DEFAULTS.keySet()));
            return;
        }
        String before = source.values.putIfAbsent(key, value);
        if (before != null && LISTS.contains(key)) {
            source.values.put(key, before + ";" + value);
        } else if (before != null && !before.equals(value)) {
            addFault(key, key + " is given twice; " + before + " holds, and not " + value);
        }
    }

    /** Removes the text after a comma that was meant for an option that does not exist. */
    private String whole(String key, String value) {
        int comma = value.indexOf(',');
        if (comma < 0 || value.indexOf('=', comma) < 0 || LISTS.contains(key)) {
            return value;
        }
        String rest = value.substring(comma + 1);
        addFault(rest, "'" + rest + "' behind " + key + " is not an option and is left out");
        return value.substring(0, comma).trim();
    }

    private void addFault(String what, String fault) {
        faults.add(fault);
        if (what.contains("jolokia.")) {
            lost.add(fault);
        }
        if (what.contains("jmx.")) {
            lostOfJmx.add(fault);
        }
        if (what.contains("rest.")) {
            lostOfRest.add(fault);
        }
    }

    private static String defaultOf(String key) {
        String value = DEFAULTS.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no such option: " + key);
        }
        return value;
    }

    /** Source of options: how it writes a key, and its location for messages of faults. */
    private static final class Source {
        private final String where;
        private final UnaryOperator<String> keys;
        private final Map<String, String> values = new LinkedHashMap<>();

        Source(String where, UnaryOperator<String> keys) {
            this.where = where;
            this.keys = keys;
        }

        String shown(String key) {
            return keys.apply(key);
        }
    }
}
