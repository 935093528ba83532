package org.cofferdam.web.access;

import jakarta.servlet.http.HttpServletRequest;

/** What is answered without a key: that the server lives, and its pages, which hold no data. web.xml names the same. */
final class PublicPaths {

    private PublicPaths() {}

    static boolean contain(HttpServletRequest request) {
        String path = request.getServletPath();
        return switch (path) {
            case "/health" -> true;
            case "", "/", "/index.html" ->
                request.getPathInfo() == null || request.getPathInfo().equals("/");
            default -> path.startsWith("/terminal/") || path.startsWith("/webjars/");
        };
    }
}
