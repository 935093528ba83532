CREATE TABLE ticket (
    secret_sha256 varchar(64)              NOT NULL PRIMARY KEY,
    key_id        varchar(8)               NOT NULL,
    sandbox_id    varchar(63),
    expires_at    timestamp with time zone NOT NULL
);

CREATE INDEX ticket_by_expiry ON ticket (expires_at);
