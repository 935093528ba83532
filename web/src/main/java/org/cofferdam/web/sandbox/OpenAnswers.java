package org.cofferdam.web.sandbox;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.annotation.WebListener;

/**
 * What an answer holds open while it is written, a lease above all. The answer closes it; should it never come to be written, this does
 * at the request's end, or the sandbox would not sleep again.
 */
@WebListener
public class OpenAnswers implements ServletRequestListener {

    private static final String ATTRIBUTE = OpenAnswers.class.getName();

    /** Something without checked exceptions to close; closing it twice is fine. */
    public interface Open extends AutoCloseable {
        @Override
        void close();
    }

    /** Remembers what the answer to a request holds open, one thing a request. */
    public static <T extends Open> T remember(T open, ServletRequest request) {
        request.setAttribute(ATTRIBUTE, open);
        return open;
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        if (event.getServletRequest().getAttribute(ATTRIBUTE) instanceof Open open) {
            open.close();
        }
    }
}
