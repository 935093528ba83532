package org.cofferdam.web.terminal;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.terminal.TerminalInfo;
import org.cofferdam.protocol.terminal.TerminalList;
import org.cofferdam.protocol.terminal.TerminalRequest;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.web.sandbox.AgentCalls;

/**
 * Finds the terminal that a viewer wants, or opens it. Viewers who name none share a shell, that of the sandbox or that of a session, for as
 * long as it runs: a page that is loaded again shows what it showed. It is called {@code terminal} or {@code terminal-SESSION}, and its
 * successors {@code terminal2} and so on, as an id is not used twice.
 */
final class TerminalChoice {

    private final AgentLink agent;
    private final TerminalQuery query;
    private final String suffix;

    TerminalChoice(AgentLink agent, TerminalQuery query) {
        this.agent = agent;
        this.query = query;
        this.suffix = query.session() == null ? "" : "-" + query.session();
    }

    /** @throws SandboxException {@code process-not-found} where there is none and the viewer opens none; those of opening it */
    ProcessId terminal() {
        ProcessId id = query.id();
        if (id != null) {
            if (query.opens() && list().stream().noneMatch(known -> known.id().equals(id))) {
                openUnlessTaken(id);
            }
            return id;
        }
        if (query.command() == null) {
            return shared();
        }
        ProcessId fresh = ProcessId.random();
        open(fresh);
        return fresh;
    }

    private ProcessId shared() {
        Pattern name = Pattern.compile("terminal\\d*" + Pattern.quote(suffix));
        int number = 1;
        while (true) {
            List<TerminalInfo> known = list().stream()
                    .filter(terminal -> name.matcher(terminal.id().value()).matches())
                    .toList();
            Optional<ProcessId> running = known.stream()
                    .filter(terminal -> !terminal.status().ended())
                    .map(TerminalInfo::id)
                    .findFirst();
            if (running.isPresent()) {
                return running.get();
            }
            if (!query.opens()) {
                throw new SandboxException(ErrorCode.PROCESS_NOT_FOUND, "No shared terminal is running");
            }
            while (isKnown(numbered(number), known)) {
                number++;
            }
            if (openUnlessTaken(numbered(number))) {
                return numbered(number);
            }
            number++; // by another viewer, whose terminal is in the list now, or by a process without terminal
        }
    }

    private ProcessId numbered(int number) {
        return new ProcessId("terminal" + (number == 1 ? "" : number) + suffix);
    }

    private static boolean isKnown(ProcessId id, List<TerminalInfo> terminals) {
        return terminals.stream().anyMatch(terminal -> terminal.id().equals(id));
    }

    private List<TerminalInfo> list() {
        return agent.call(
                        Operation.TERMINAL_LIST, new TerminalRequest.ListAll(), TerminalList.class, AgentCalls.DEADLINE)
                .items();
    }

    /** False when there is a process of this id. */
    private boolean openUnlessTaken(ProcessId id) {
        try {
            open(id);
            return true;
        } catch (SandboxException e) {
            if (e.code() == ErrorCode.PROCESS_EXISTS) {
                return false;
            }
            throw e;
        }
    }

    private void open(ProcessId id) {
        agent.call(
                Operation.TERMINAL_OPEN,
                new TerminalRequest.Open(query.spec(id)),
                TerminalInfo.class,
                AgentCalls.DEADLINE);
    }
}
