package org.cofferdam.tests.browser;

import com.microsoft.playwright.Page;
import java.nio.file.Path;

/** Pictures of pages, for people to look at: {@code target/screenshots/NAME.png}. */
public final class Screenshots {

    private static final Path DIRECTORY = Path.of("target", "screenshots");

    private Screenshots() {}

    /** Takes a picture of what is visible now. */
    public static void take(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(DIRECTORY.resolve(name + ".png")));
    }
}
