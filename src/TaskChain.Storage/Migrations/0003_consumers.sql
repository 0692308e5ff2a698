-- Consumers and their API keys. Of a key only the SHA-256 of its text is kept.
create table consumers (
    name text collate "C" primary key,
    jobs_per_second double precision,
    burst integer,
    max_live_jobs bigint,
    max_request_bytes bigint
);

create table api_keys (
    id uuid primary key,
    position bigint generated always as identity,
    consumer text collate "C" not null references consumers,
    scopes text[] not null,
    hash bytea not null,
    created_at timestamptz not null default now(),
    revoked_at timestamptz,
    last_used_at timestamptz
);

-- Every change of keys and limits locks this one row, so changes come one after the other; nodes look at its revision to notice them.
create table api_key_state (
    only_row boolean primary key default true constraint api_key_state_only_row_check check (only_row),
    revision bigint not null
);

insert into api_key_state (revision) values (0);
