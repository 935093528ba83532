package org.cofferdam.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom: {@code protocol ← persistence, connector ← ejb ← web}; client and agent know the protocol only. */
class ArrowsTest {

    private static final String PROTOCOL = "org.cofferdam.protocol..";
    private static final String PERSISTENCE = "org.cofferdam.persistence..";
    private static final String CONNECTOR_API = "org.cofferdam.connector";
    private static final String ADAPTER = "org.cofferdam.connector.*..";
    private static final String EJB = "org.cofferdam.ejb..";
    private static final String WEB = "org.cofferdam.web..";
    private static final String AGENT = "org.cofferdam.agent..";
    private static final String CLIENT = "org.cofferdam.client..";

    private static final List<String> MODULES = List.of(
            "protocol",
            "persistence",
            "connector/api",
            "connector/rar",
            "ejb",
            "web",
            "container-image/agent",
            "client");

    private static final JavaClasses OURS =
            new ClassFileImporter().importPaths(compiled().toList());

    private static Stream<Path> compiled() {
        return MODULES.stream().map(module -> Path.of("..", module, "target", "classes"));
    }

    @Test
    void everyModuleIsLookedAt() {
        assertThat(compiled()).allMatch(Files::isDirectory);
        assertThat(OURS.size()).isGreaterThan(200);
    }

    @Test
    void protocolKnowsNobody() {
        forbid(PROTOCOL, PERSISTENCE, CONNECTOR_API, ADAPTER, EJB, WEB, AGENT, CLIENT);
    }

    @Test
    void persistenceAndConnectorKnowTheProtocolOnly() {
        forbid(PERSISTENCE, CONNECTOR_API, ADAPTER, EJB, WEB, AGENT, CLIENT);
        forbid(CONNECTOR_API, PERSISTENCE, ADAPTER, EJB, WEB, AGENT, CLIENT);
        forbid(ADAPTER, PERSISTENCE, EJB, WEB, AGENT, CLIENT);
    }

    @Test
    void beansKnowNeitherTheAdapterNorTheirCallers() {
        forbid(EJB, ADAPTER, WEB, AGENT, CLIENT);
    }

    @Test
    void webKnowsTheAdapterAndTheDatabaseNot() {
        forbid(WEB, PERSISTENCE, ADAPTER, AGENT, CLIENT);
    }

    @Test
    void clientAndAgentKnowTheProtocolOnly() {
        forbid(CLIENT, PERSISTENCE, CONNECTOR_API, ADAPTER, EJB, WEB, AGENT);
        forbid(AGENT, PERSISTENCE, CONNECTOR_API, ADAPTER, EJB, WEB, CLIENT);
    }

    @Test
    void packagesDependOnEachOtherInOneDirection() {
        slices().matching("org.cofferdam.(**)").should().beFreeOfCycles().check(OURS);
    }

    private static void forbid(String module, String... others) {
        noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(OURS);
    }
}
