package org.cofferdam.web.access;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Headers of every answer: nobody in between keeps it or holds its parts back, no browser guesses what it is, and no other page frames it.
 */
final class AnswerHeaders {

    private AnswerHeaders() {}

    static void addTo(HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("X-Accel-Buffering", "no");
    }
}
