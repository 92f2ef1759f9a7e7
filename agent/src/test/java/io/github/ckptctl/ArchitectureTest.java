// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Test of the dependencies between the packages; the package Javadoc of each says what it may
 * depend on.
 */
@AnalyzeClasses(
        packages = "io.github.ckptctl",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String HOME = "io.github.ckptctl.";

    @ArchTest
    static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES =
            slices().matching("io.github.ckptctl.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule HTTP_IS_BUILT_IN_FLOORS =
            layeredArchitecture()
                    .consideringOnlyDependenciesInAnyPackage(HOME + "agent.http..")
                    .layer("secret")
                    .definedBy(HOME + "agent.http.secret")
                    .layer("tls")
                    .definedBy(HOME + "agent.http.tls")
                    .layer("shared")
                    .definedBy(HOME + "agent.http")
                    .layer("auth")
                    .definedBy(HOME + "agent.http.auth")
                    .layer("request")
                    .definedBy(HOME + "agent.http.request")
                    .layer("jolokia")
                    .definedBy(HOME + "agent.http.jolokia")
                    .layer("server")
                    .definedBy(HOME + "agent.http.server")
                    .whereLayer("server")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("jolokia")
                    .mayOnlyBeAccessedByLayers("server")
                    .whereLayer("request")
                    .mayOnlyBeAccessedByLayers("jolokia", "server")
                    .whereLayer("auth")
                    .mayOnlyBeAccessedByLayers("request", "jolokia", "server");

    @ArchTest
    static final ArchRule CONTROL_IS_BUILT_IN_FLOORS =
            layeredArchitecture()
                    .consideringOnlyDependenciesInAnyPackage(HOME + "control..")
                    .layer("model")
                    .definedBy(HOME + "control.model")
                    .layer("engine")
                    .definedBy(HOME + "control.engine")
                    .layer("change")
                    .definedBy(HOME + "control.change")
                    .layer("operation")
                    .definedBy(HOME + "control.operation")
                    .layer("diagnosis")
                    .definedBy(HOME + "control.diagnosis")
                    .layer("control")
                    .definedBy(HOME + "control")
                    .whereLayer("control")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("diagnosis")
                    .mayOnlyBeAccessedByLayers("control")
                    .whereLayer("operation")
                    .mayOnlyBeAccessedByLayers("diagnosis", "control")
                    .whereLayer("engine")
                    .mayOnlyBeAccessedByLayers("operation", "diagnosis", "control")
                    .whereLayer("change")
                    .mayOnlyBeAccessedByLayers("operation", "diagnosis", "control");

    @ArchTest
    static final ArchRule ONLY_FLINK_KNOWS_FLINK =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(HOME + "flink..", HOME + "agent.store..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.flink..");

    @ArchTest
    static final ArchRule STORAGE_IS_FLINKS_FILE_SYSTEMS_AND_NO_MORE_OF_IT =
            classes()
                    .that()
                    .resideInAPackage(HOME + "agent.store..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            HOME + "agent.json..",
                            HOME + "agent.store..",
                            HOME + "control..",
                            HOME + "mbeans..",
                            "org.apache.flink.core.fs..",
                            "org.jolokia.json..",
                            "org.slf4j..",
                            "java..",
                            "org.jspecify..");

    @ArchTest
    static final ArchRule ONLY_WEAVING_KNOWS_BYTE_BUDDY =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(HOME + "agent.instrumentation..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("net.bytebuddy..");

    @ArchTest
    static final ArchRule ONLY_THE_PROGRAM_THAT_ATTACHES_KNOWS_OTHER_JVMS =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(HOME + "agent.attach..", HOME + "attach..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(HOME + "attach..", "com.sun.tools.attach..");

    @ArchTest
    static final ArchRule ONLY_HTTP_KNOWS_JOLOKIA =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            HOME + "agent.http..", HOME + "agent.json..", HOME + "agent.store..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.jolokia..", "com.sun.net.httpserver..");

    @ArchTest
    static final ArchRule THE_DOMAIN_KNOWS_ONLY_THE_CONTRACTS_VALUES =
            classes()
                    .that()
                    .resideInAPackage(HOME + "control..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            HOME + "control..", HOME + "mbeans..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule HOOKS_KNOW_THE_JDK_ALONE =
            classes()
                    .that()
                    .resideInAPackage(HOME + "bootstrap..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(HOME + "bootstrap..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule FACES_DO_NOT_KNOW_EACH_OTHER_NOR_FLINKS_SIDE =
            noClasses()
                    .that()
                    .resideInAPackage(HOME + "agent.jmx..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            HOME + "agent.http..",
                            HOME + "agent.rest..",
                            HOME + "agent.instrumentation..",
                            HOME + "bootstrap..",
                            HOME + "flink..");

    @ArchTest
    static final ArchRule THE_FACE_ON_FLINKS_PORT_KNOWS_REQUESTS_AND_THE_DOMAIN =
            classes()
                    .that()
                    .resideInAPackage(HOME + "agent.rest..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            HOME + "agent.rest..",
                            HOME + "control..",
                            HOME + "mbeans..",
                            HOME + "flink.rest..",
                            "org.slf4j..",
                            "java..",
                            "org.jspecify..");

    @ArchTest
    static final ArchRule HTTP_REACHES_JOBS_THROUGH_THE_MBEAN_SERVER =
            noClasses()
                    .that()
                    .resideInAPackage(HOME + "agent.http..")
                    .should()
                    .dependOnClassesThat(
                            com.tngtech.archunit.base.DescribedPredicate.describe(
                                    "are the agent's, save who is calling",
                                    type ->
                                            type.getPackageName().startsWith(HOME)
                                                    && !(type.getPackageName() + ".")
                                                            .startsWith(HOME + "agent.http.")
                                                    && !type.getPackageName()
                                                            .equals(HOME + "mbeans")
                                                    && !type.getPackageName()
                                                            .equals(HOME + "agent.json")
                                                    && !type.getPackageName()
                                                            .equals(HOME + "agent.thread")
                                                    && !type.getName()
                                                            .equals(
                                                                    HOME
                                                                            + "control.model.CallerContext")
                                                    && !type.getName()
                                                            .equals(
                                                                    HOME
                                                                            + "control.model.TextSanitizer")));

    @ArchTest
    static final ArchRule FLINKS_SIDE_KNOWS_THE_DOMAIN_AND_THE_HOOKS =
            noClasses()
                    .that()
                    .resideInAPackage(HOME + "flink..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            HOME + "agent.jmx..",
                            HOME + "agent.http..",
                            HOME + "agent.rest..",
                            HOME + "agent.store..",
                            HOME + "agent.instrumentation..");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_ASSEMBLY =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(HOME + "agent", HOME + "agent.attach")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(HOME + "agent");

    @ArchTest
    static final ArchRule THE_PROGRAM_KNOWS_THE_ENTRY_AND_THE_CONTRACT =
            noClasses()
                    .that()
                    .resideInAPackage(HOME + "agent.attach..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                            HOME + "agent.jmx..",
                                            HOME + "agent.http..",
                                            HOME + "agent.instrumentation..",
                                            HOME + "bootstrap..",
                                            HOME + "flink..",
                                            HOME + "control..")
                                    .and(not(name(HOME + "control.model.TextSanitizer"))));
}
