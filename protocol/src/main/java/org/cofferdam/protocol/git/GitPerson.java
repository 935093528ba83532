package org.cofferdam.protocol.git;

import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** Who wrote or committed something. */
public record GitPerson(String name, String email) {

    public GitPerson {
        if (name == null || email == null || !valid(name) || !valid(email)) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE, "A person has a name and an email, without line ends, < and >");
        }
    }

    private static boolean valid(String text) {
        return text.length() <= 1000 && text.chars().noneMatch(c -> c < ' ' || c == '<' || c == '>');
    }
}
