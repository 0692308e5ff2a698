-- Workflows: an id points at its newest revision; a revision never changes.
create table workflows (
    id uuid primary key,
    revision uuid not null,
    position bigint generated always as identity unique,
    name text collate "C" not null constraint workflows_name_key unique
);

create table workflow_revisions (
    revision uuid primary key,
    workflow_id uuid not null,
    created_at timestamptz not null,
    name text collate "C" not null,
    document bytea not null,
    check_result bytea not null
);

-- Jobs. What changes while a job runs stands first, so that a new row version shares its tail with the old one in the write-ahead log. No index
-- covers next_seq or epoch alone: an append that does not move the job is a heap-only update, for which the fill factor leaves room.
-- due_at: for queued jobs null means claimable now; for waiting jobs null means no deadline; null in every other status.
create table jobs (
    next_seq integer not null,
    epoch bigint not null,
    status text collate "C" not null
        constraint jobs_status_check check (status in ('queued', 'running', 'waiting', 'succeeded', 'failed', 'canceled', 'retried')),
    owner uuid,
    due_at timestamptz,
    id uuid primary key,
    position bigint generated always as identity constraint jobs_position_key unique,
    priority integer not null,
    created_at timestamptz not null,
    not_before timestamptz,
    workflow_id uuid not null,
    workflow_revision uuid not null,
    name text collate "C" not null,
    target text collate "C",
    lock_hash text collate "C" not null,
    document bytea not null
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

create index jobs_ready on jobs (priority desc, position) where status = 'queued' and due_at is null;
create index jobs_due on jobs (due_at) where due_at is not null;
create index jobs_owner on jobs (owner, position) where status = 'running';
create index jobs_name on jobs (name, position);
create index jobs_target on jobs (target, position) where target is not null;
create index jobs_status on jobs (status, position) where status <> 'succeeded';

-- The logbook: one row per append. The epoch tells which claim wrote it, which is how a repeated append is recognised as its own.
create table job_events (
    job_id uuid not null,
    epoch bigint not null,
    seq integer not null,
    event_count integer not null constraint job_events_count_check check (event_count > 0),
    events bytea not null,
    primary key (job_id, seq)
) with (autovacuum_vacuum_insert_scale_factor = 0.2);

-- What bodies and callers said. The token is the writing batch's: it tells after a lost connection whether the batch is there already.
create table job_output (
    job_id uuid not null,
    position bigint generated always as identity,
    token uuid not null,
    at timestamptz not null,
    kind text collate "C" not null constraint job_output_kind_check check (kind in ('info', 'log')),
    json bytea not null,
    primary key (job_id, position)
);

create table runners (
    id uuid primary key,
    lock_key bigint not null,
    process_id integer not null,
    lease interval not null,
    lease_until timestamptz not null,
    joined_at timestamptz not null default now(),
    given_up_at timestamptz,
    host text not null
);

create sequence runner_lock_keys;

-- What is stored under a hash.
create table contents (
    kind text collate "C" not null constraint contents_kind_check check (kind in ('package', 'script', 'lock')),
    hash text collate "C" not null,
    stored_at timestamptz not null default now(),
    content bytea not null,
    primary key (kind, hash)
);

-- Packages are compressed already, and assemblies are read far more often than written.
alter table contents alter column content set storage external;

create table lock_packages (
    package_hash text collate "C" not null,
    lock_hash text collate "C" not null,
    primary key (package_hash, lock_hash)
);

-- Modules. Every change of the catalogue locks its one row, so changes come one after the other.
create table catalogue (
    only_row boolean primary key default true constraint catalogue_only_row_check check (only_row),
    revision bigint not null
);

insert into catalogue (revision) values (0);

create table modules (
    name text collate "C" primary key,
    current_version text collate "C" not null
);

create table module_versions (
    module text collate "C" not null,
    version text collate "C" not null,
    position bigint generated always as identity,
    published_at timestamptz not null,
    retired_at timestamptz,
    content_hash text collate "C" not null,
    manifest bytea not null,
    surface bytea not null,
    primary key (module, version)
);

create table compat_tables (
    module text collate "C" primary key,
    revision bigint not null,
    document bytea not null
);

create table compat_audit (
    module text collate "C" not null,
    revision bigint not null,
    replaced_at timestamptz not null default now(),
    reason text,
    document bytea not null,
    primary key (module, revision)
);
