package org.cofferdam.agent.session;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.cofferdam.agent.log.Keep;
import org.cofferdam.agent.process.AgentProcess;
import org.cofferdam.agent.process.ProcessSystem;
import org.cofferdam.agent.settings.Configuration;
import org.cofferdam.agent.settings.SandboxDefaults;
import org.cofferdam.agent.user.User;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.session.SessionInfo;
import org.cofferdam.protocol.session.SessionSpec;
import org.jspecify.annotations.Nullable;

/** All sessions; {@code default} is made on first use. */
public final class Sessions {

    static final int MOST = 256;

    private final Configuration configuration;
    private final ProcessSystem system;
    private final ShellMaker maker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SessionId, Session> byId = new LinkedHashMap<>();

    public Sessions(Path scratch, Configuration configuration, ProcessSystem system) {
        this.configuration = configuration;
        this.system = system;
        this.maker = new ShellMaker(scratch, system);
    }

    /**
     * Makes a session.
     *
     * @throws SandboxException {@code session-exists}, {@code user-unknown}, {@code user-not-allowed}, {@code cwd-not-found}, {@code
     *     no-shell}, {@code quota-exceeded}
     */
    public SessionInfo create(SessionSpec spec) {
        Session session = add(spec, false);
        boolean opened = false;
        try {
            session.open();
            opened = true;
            return session.info();
        } finally {
            if (!opened) {
                remove(session);
            }
        }
    }

    private Session add(SessionSpec spec, boolean orFind) {
        SandboxDefaults defaults = configuration.defaults();
        User user =
                spec.user() == null ? defaults.user() : configuration.users().require(spec.user());
        String unique = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        SessionId id = spec.id() == null ? new SessionId("s" + unique) : spec.id();
        Session session = new Session(
                id,
                user,
                defaults.environmentOf(user).with(spec.env()),
                defaults.resolve(spec.cwd()),
                id + "." + unique,
                maker,
                system);
        lock.lock();
        try {
            Session existing = byId.get(id);
            if (existing != null && orFind) {
                return existing;
            }
            if (existing != null) {
                throw new SandboxException(ErrorCode.SESSION_EXISTS, "There is a session " + id);
            }
            if (byId.size() >= MOST) {
                throw new SandboxException(
                        ErrorCode.QUOTA_EXCEEDED, "A sandbox has at most " + MOST + " sessions", "Delete some", null);
            }
            byId.put(id, session);
            return session;
        } finally {
            lock.unlock();
        }
    }

    private void remove(Session session) {
        lock.lock();
        try {
            byId.remove(session.id(), session);
        } finally {
            lock.unlock();
        }
    }

    private Session require(SessionId id) {
        Session session = find(id);
        if (session == null) {
            throw new SandboxException(
                    ErrorCode.SESSION_NOT_FOUND,
                    "No session " + id,
                    "Create it, or use " + SessionId.DEFAULT + ", which is made on first use",
                    null);
        }
        return session;
    }

    private @Nullable Session find(SessionId id) {
        lock.lock();
        try {
            return byId.get(id);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs a command in the session that it names, or queues it there.
     *
     * @throws SandboxException {@code session-not-found}, {@code process-exists}, {@code too-large}, and those of {@link #create}
     */
    public AgentProcess start(ProcessSpec spec, SessionId id, Keep keep) {
        Session session = id.equals(SessionId.DEFAULT) ? add(new SessionSpec(id, null, null, null), true) : require(id);
        AgentProcess process = system.processes()
                .add(spec, session.user(), configuration.defaults().maxOutputBytes(), keep);
        boolean accepted = false;
        try {
            session.submit(process);
            accepted = true;
            return process;
        } finally {
            if (!accepted) {
                system.processes().remove(process);
            }
        }
    }

    public List<SessionInfo> list() {
        List<Session> all;
        lock.lock();
        try {
            all = List.copyOf(byId.values());
        } finally {
            lock.unlock();
        }
        return all.stream().map(Session::info).toList();
    }

    /** @throws SandboxException {@code session-not-found} */
    public SessionInfo get(SessionId id) {
        return require(id).info();
    }

    /**
     * Where relative paths of a session start.
     *
     * @param id null for none, like a {@code default} that was not used yet: the sandbox's working directory
     * @throws SandboxException {@code session-not-found}
     */
    public String directory(@Nullable SessionId id) {
        if (id == null || (id.equals(SessionId.DEFAULT) && find(id) == null)) {
            return configuration.defaults().cwd();
        }
        String directory = require(id).info().cwd();
        return directory == null ? configuration.defaults().cwd() : directory;
    }

    /** @throws SandboxException {@code session-not-found} */
    public void delete(SessionId id) {
        Session session = require(id);
        remove(session);
        session.delete();
    }
}
