package org.cofferdam.persistence.server;

import jakarta.persistence.EntityManager;
import java.util.List;

/**
 * The servers that share this database. Only the database's clock counts, so theirs may differ. Lives as long as a transaction, which
 * its caller begins and ends.
 */
public final class ServerRepository {

    /** How long a server is taken to be alive after its last {@link #beat}. */
    public static final int ALIVE_SECONDS = 10;

    private static final String ALIVE = "current_timestamp + interval '" + ALIVE_SECONDS + "' second";

    private final EntityManager entities;

    public ServerRepository(EntityManager entities) {
        this.entities = entities;
    }

    /** A sign of life. */
    public void beat(String server) {
        int known = entities.createNativeQuery("update server_node set alive_until = " + ALIVE + " where id = :server")
                .setParameter("server", server)
                .executeUpdate();
        if (known == 0) {
            entities.createNativeQuery("insert into server_node (id, started_at, alive_until)"
                            + " values (:server, current_timestamp, " + ALIVE + ")")
                    .setParameter("server", server)
                    .executeUpdate();
        }
    }

    /** The servers that live, the one that has done so for longest first: it does what is to be done once. */
    @SuppressWarnings("unchecked") // a column of text
    public List<String> alive() {
        return entities.createNativeQuery(
                        "select id from server_node where alive_until > current_timestamp order by started_at, id")
                .getResultList();
    }

    /** Forgets servers that have not lived for long, with what they left behind. */
    public void forgetDead() {
        entities.createNativeQuery("delete from sandbox_owner where server_id not in"
                        + " (select id from server_node where alive_until > current_timestamp)")
                .executeUpdate();
        entities.createNativeQuery("delete from server_node where alive_until < current_timestamp - interval '1' hour")
                .executeUpdate();
    }

    /** A server ends: what it is still at it may finish, unless another takes over. */
    public void leave(String server) {
        entities.createNativeQuery("delete from server_node where id = :server")
                .setParameter("server", server)
                .executeUpdate();
    }
}
