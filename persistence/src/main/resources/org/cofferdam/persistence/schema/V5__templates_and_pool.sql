-- Templates, and containers that wait for their sandboxes.

CREATE TABLE template (
    name       varchar(63)              NOT NULL PRIMARY KEY,
    version    bigint                   NOT NULL,
    spec       varchar                  NOT NULL,
    created_at timestamp with time zone NOT NULL
);

-- no reference to template: containers outlive theirs for a moment
CREATE TABLE warm_container (
    id           varchar(63)              NOT NULL PRIMARY KEY,
    template     varchar(63)              NOT NULL,
    image        varchar(512)             NOT NULL,
    network      varchar(16)              NOT NULL,
    cpu_millis   integer                  NOT NULL,
    memory_bytes bigint                   NOT NULL,
    pids         integer                  NOT NULL,
    disk_bytes   bigint,
    agent_token  varchar(64)              NOT NULL,
    made_by      varchar(36)              NOT NULL,
    made_at      timestamp with time zone NOT NULL,
    ready        boolean                  NOT NULL
);

CREATE INDEX warm_container_by_age ON warm_container (ready, made_at);

-- a sandbox may live in a container that was made before it
ALTER TABLE sandbox ADD COLUMN container varchar(63);
UPDATE sandbox SET container = id;
ALTER TABLE sandbox ALTER COLUMN container SET NOT NULL;
CREATE UNIQUE INDEX sandbox_by_container ON sandbox (container);
