package org.cofferdam.ejb.database;

import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs work in a short transaction of its own. The transaction is the bean's, not the container's, because only so there is one place
 * that sees every failure, that of the commit included, and can say it in our own words: {@code database-unavailable} or {@code
 * busy}. Control operations run outside of transactions and come here once for their intent and once for their outcome.
 */
@Singleton
@LocalBean
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class Database implements Transactions {

    private static final int TIMEOUT_SECONDS = 10;

    @PersistenceContext(unitName = "cofferdam")
    private EntityManager entities;

    @Resource
    private UserTransaction transaction;

    @Override
    public <T> T call(Function<EntityManager, T> work) {
        try {
            transaction.setTransactionTimeout(TIMEOUT_SECONDS);
            transaction.begin();
            T result = work.apply(entities);
            transaction.commit();
            return result;
        } catch (NotSupportedException e) {
            throw new IllegalStateException("Called within a transaction of this bean", e);
        } catch (Exception e) {
            rollback(e);
            throw DatabaseFailure.of(e);
        }
    }

    /** As {@link #call} for work without a result. */
    public void run(Consumer<EntityManager> work) {
        call(it -> {
            work.accept(it);
            return true;
        });
    }

    private void rollback(Exception reason) {
        try {
            if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
                transaction.rollback();
            }
        } catch (SystemException | RuntimeException e) {
            reason.addSuppressed(e);
        }
    }
}
