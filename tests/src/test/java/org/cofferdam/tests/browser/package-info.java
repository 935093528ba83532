/**
 * What people see: pages in a real browser, Chromium without a window. Entry point {@link org.cofferdam.tests.browser.OneBrowser}, which
 * gives a test its page.
 */
@NullMarked
package org.cofferdam.tests.browser;

import org.jspecify.annotations.NullMarked;
