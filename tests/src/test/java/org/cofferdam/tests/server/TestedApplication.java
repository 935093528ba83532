package org.cofferdam.tests.server;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The EAR as it was built, with one more module: a WAR that holds the tests. The application's beans can be injected into them. */
final class TestedApplication {

    private static final String WITH_TESTS = """
            <module>
              <web>
                <web-uri>tests.war</web-uri>
                <context-root>/in-container-tests</context-root>
              </web>
            </module>
            <library-directory>""";

    private TestedApplication() {}

    static EnterpriseArchive with(Class<?>... tests) {
        WebArchive war = ShrinkWrap.create(WebArchive.class, "tests.war")
                .addClasses(tests)
                .addAsLibraries(jarOf(Assertions.class))
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
        EnterpriseArchive ear =
                ShrinkWrap.createFromZipFile(EnterpriseArchive.class, new File(System.getProperty("cofferdam.ear")));
        String descriptor = descriptorOf(ear).replace("<library-directory>", WITH_TESTS);
        return ear.addAsModule(Testable.archiveToTest(war)).setApplicationXML(new StringAsset(descriptor));
    }

    private static String descriptorOf(EnterpriseArchive ear) {
        try (InputStream descriptor =
                ear.get("META-INF/application.xml").getAsset().openStream()) {
            return new String(descriptor.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static File jarOf(Class<?> type) {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}
