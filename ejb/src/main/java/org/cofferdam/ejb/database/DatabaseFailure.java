package org.cofferdam.ejb.database;

import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.resource.ResourceException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import java.sql.SQLException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** What a failed transaction means to a caller, read from the chain of its causes. */
final class DatabaseFailure {

    private DatabaseFailure() {}

    static RuntimeException of(Exception failure) {
        boolean database = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case SandboxException known -> {
                    return known;
                }
                case OptimisticLockException _ -> {
                    return busy(failure);
                }
                case SQLException e -> {
                    return of(e, failure);
                }
                case PersistenceException _, ResourceException _, RollbackException _, SystemException _ ->
                    database = true;
                default -> {}
            }
        }
        if (database) {
            return unavailable(failure);
        }
        return failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
    }

    /** By the classes of SQLSTATE (ISO 9075-2): 23 a constraint, 40 a conflict, 22 and 42 a defect of ours. */
    private static RuntimeException of(SQLException e, Exception failure) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.startsWith("23") || state.startsWith("40")) {
            return busy(failure);
        }
        if (state.startsWith("22") || state.startsWith("42")) {
            return new IllegalStateException("Statement refused by the database", failure);
        }
        return unavailable(failure);
    }

    private static SandboxException busy(Exception failure) {
        return new SandboxException(
                ErrorCode.BUSY, "Somebody else changed the same at the same time", "Try again.", failure);
    }

    private static SandboxException unavailable(Exception failure) {
        return new SandboxException(
                ErrorCode.DATABASE_UNAVAILABLE,
                "The database does not answer; running sandboxes can still be used",
                "Try again in some seconds.",
                failure);
    }
}
