package org.cofferdam.agent.system;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The agent's own log: the container's standard error, where the engine keeps it. */
public final class Diagnostics {

    private Diagnostics() {}

    /** Reports a defect that we live on with. */
    public static void defect(String where, Throwable defect) {
        StringWriter text = new StringWriter();
        defect.printStackTrace(new PrintWriter(text));
        System.err.println("ERROR agent: " + where + ": " + text);
    }
}
