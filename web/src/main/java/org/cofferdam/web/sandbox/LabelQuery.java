package org.cofferdam.web.sandbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cofferdam.ejb.sandbox.SandboxFilter;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.jspecify.annotations.Nullable;

/** The filter that the parameters {@code label=key:value} and {@code state} stand for. */
final class LabelQuery {

    private LabelQuery() {}

    static SandboxFilter filter(List<String> labels, @Nullable SandboxState state) {
        Map<String, String> wanted = new HashMap<>();
        for (String label : labels) {
            int colon = label.indexOf(':');
            if (colon < 1) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "label is not key:value");
            }
            String value = label.substring(colon + 1);
            if (!value.equals(wanted.merge(label.substring(0, colon), value, (first, second) -> first))) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, "label names one key with two values");
            }
        }
        return new SandboxFilter(wanted, state);
    }
}
