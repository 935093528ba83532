package org.cofferdam.tests.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.util.List;
import java.util.Map;
import org.cofferdam.tests.stage.Surroundings;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a {@link Page} that shares nothing with another's, of one {@link Browser} that is started for the first and closed after the
 * last of them. Both belong to the thread of the tests. What a page showed when its test failed is in {@link Screenshots}.
 */
public final class OneBrowser implements ParameterResolver, AfterTestExecutionCallback {

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(OneBrowser.class);
    private static final int WIDTH = 1024;
    private static final int HEIGHT = 768;

    private record Shared(Playwright driver, Browser browser) implements AutoCloseable {

        static Shared start() {
            Playwright driver = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            Browser browser = driver.chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(Surroundings.chromium())
                            .setArgs(List.of("--disable-dev-shm-usage")));
            return new Shared(driver, browser);
        }

        @Override
        public void close() {
            driver.close();
        }
    }

    private record Opened(Page page) implements AutoCloseable {
        @Override
        public void close() {
            page.context().close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Page.class || type == Browser.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Browser browser = context.getRoot()
                .getStore(OURS)
                .getOrComputeIfAbsent(Shared.class, _ -> Shared.start(), Shared.class)
                .browser();
        return parameter.getParameter().getType() == Browser.class ? browser : page(browser, context);
    }

    private static Page page(Browser browser, ExtensionContext test) {
        return test.getStore(OURS)
                .getOrComputeIfAbsent(
                        Opened.class,
                        _ -> new Opened(browser.newPage(new Browser.NewPageOptions().setViewportSize(WIDTH, HEIGHT))),
                        Opened.class)
                .page();
    }

    @Override
    public void afterTestExecution(ExtensionContext test) {
        Opened opened = test.getStore(OURS).get(Opened.class, Opened.class);
        if (opened != null && test.getExecutionException().isPresent()) {
            Screenshots.take(
                    opened.page(),
                    "failed-" + test.getRequiredTestClass().getSimpleName() + "-"
                            + test.getRequiredTestMethod().getName());
        }
    }
}
