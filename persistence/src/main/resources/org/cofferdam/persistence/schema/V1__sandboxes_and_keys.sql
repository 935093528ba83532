-- Runs on H2 (PostgreSQL mode) and PostgreSQL alike: keep to what both know.

CREATE TABLE sandbox (
    id             varchar(63)              NOT NULL PRIMARY KEY,
    version        bigint                   NOT NULL,
    desired        varchar(16)              NOT NULL,
    state          varchar(16)              NOT NULL,
    failure        varchar(1000),
    launched       boolean                  NOT NULL,
    image          varchar(512)             NOT NULL,
    network        varchar(16)              NOT NULL,
    cpu_millis     integer                  NOT NULL,
    memory_bytes   bigint                   NOT NULL,
    pids           integer                  NOT NULL,
    disk_bytes     bigint,
    sleep_after    varchar(16)              NOT NULL,
    env            varchar                  NOT NULL,
    agent_token    varchar(64)              NOT NULL,
    created_at     timestamp with time zone NOT NULL,
    last_active_at timestamp with time zone NOT NULL
);

CREATE INDEX sandbox_by_state ON sandbox (state, id);

CREATE TABLE sandbox_label (
    sandbox_id  varchar(63)  NOT NULL REFERENCES sandbox (id),
    label_key   varchar(63)  NOT NULL,
    label_value varchar(255) NOT NULL,
    PRIMARY KEY (sandbox_id, label_key)
);

CREATE INDEX sandbox_label_by_value ON sandbox_label (label_key, label_value, sandbox_id);

CREATE TABLE api_key (
    id            varchar(8)               NOT NULL PRIMARY KEY,
    name          varchar(100)             NOT NULL,
    roles         varchar(100)             NOT NULL,
    secret_sha256 varchar(64)              NOT NULL,
    created_at    timestamp with time zone NOT NULL,
    revoked_at    timestamp with time zone
);
