package org.cofferdam.tests.stage;

import org.cofferdam.client.Cofferdam;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests that do not harm it the same server, started for the first and stopped after the last of them. */
public final class OneServer implements ParameterResolver {

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(OneServer.class);

    private record Shared(RunningServer server, Cofferdam cofferdam) implements AutoCloseable {
        @Override
        public void close() {
            cofferdam.close();
            server.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == RunningServer.class || type == Cofferdam.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Shared shared = context.getRoot()
                .getStore(OURS)
                .getOrComputeIfAbsent(
                        Shared.class,
                        _ -> {
                            RunningServer server = RunningServer.start();
                            return new Shared(server, server.connect());
                        },
                        Shared.class);
        return parameter.getParameter().getType() == RunningServer.class ? shared.server() : shared.cofferdam();
    }
}
