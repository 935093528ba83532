CREATE TABLE exposed_port (
    sandbox_id varchar(63)              NOT NULL REFERENCES sandbox (id) ON DELETE CASCADE,
    port       integer                  NOT NULL,
    name       varchar(100),
    token      varchar(32)              NOT NULL,
    visibility varchar(16)              NOT NULL,
    wake       boolean                  NOT NULL,
    host       varchar(255),
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    PRIMARY KEY (sandbox_id, port)
);
