-- Servers that share this database, and who of them is at a sandbox now. Times are the database's own.

CREATE TABLE server_node (
    id          varchar(36)              NOT NULL PRIMARY KEY,
    started_at  timestamp with time zone NOT NULL,
    alive_until timestamp with time zone NOT NULL
);

-- no reference to sandbox: a creation owns its id before there is a row
CREATE TABLE sandbox_owner (
    sandbox_id varchar(63) NOT NULL PRIMARY KEY,
    server_id  varchar(36) NOT NULL
);
