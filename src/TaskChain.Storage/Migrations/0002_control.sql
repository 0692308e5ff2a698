-- Cancel, pause, uniqueness, locks, consumers, search and retention.

-- The table is made anew, so that what changes while a job runs still stands first (see 0001); the three flags fill what alignment leaves free.
-- held: nothing of the job is claimed. True when it or its name is paused and it is not to be cancelled; indexes for claims leave such jobs out.
-- ended_at: when it became final. Jobs that were final before this migration count from now on.
create table new_jobs (
    next_seq integer not null,
    cancel_requested boolean not null default false,
    paused boolean not null default false,
    held boolean not null default false,
    epoch bigint not null,
    status text collate "C" not null
        constraint jobs_status_check check (status in ('queued', 'running', 'waiting', 'succeeded', 'failed', 'canceled', 'retried')),
    owner uuid,
    due_at timestamptz,
    ended_at timestamptz,
    id uuid not null,
    position bigint generated always as identity,
    priority integer not null,
    created_at timestamptz not null,
    not_before timestamptz,
    workflow_id uuid not null,
    workflow_revision uuid not null,
    name text collate "C" not null,
    target text collate "C",
    consumer text collate "C",
    unique_key text collate "C",
    locks text collate "C",
    lock_hash text collate "C" not null,
    document bytea not null
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

insert into new_jobs (
    next_seq, epoch, status, owner, due_at, ended_at, id, position, priority, created_at, not_before, workflow_id, workflow_revision, name, target,
    lock_hash, document)
overriding system value
select
    next_seq, epoch, status, owner, due_at, case when status not in ('queued', 'running', 'waiting') then now() end, id, position, priority,
    created_at, not_before, workflow_id, workflow_revision, name, target, lock_hash, document
from jobs
order by position;

select setval(pg_get_serial_sequence('new_jobs', 'position'), (select coalesce(max(position), 0) + 1 from jobs), false);

drop table jobs;
alter table new_jobs rename to jobs;
alter sequence new_jobs_position_seq rename to jobs_position_seq;
alter table jobs add constraint jobs_pkey primary key (id);

-- The board.
create index jobs_ready on jobs (priority desc, position) where status = 'queued' and due_at is null and not held;
create index jobs_due on jobs (due_at) where due_at is not null and not held;
create index jobs_owner on jobs (owner, position) where status = 'running';
create index jobs_signals on jobs (owner) where status = 'running' and (cancel_requested or held);

-- Who stands in whose way.
create unique index jobs_unique_key on jobs (unique_key) where unique_key is not null and status in ('queued', 'running', 'waiting');
create index jobs_locks on jobs (position) where locks is not null and status in ('queued', 'running', 'waiting');

-- Lists. The status stands before the order of lists, so that every filter is exact with a status and without (a list without one reads seven
-- short ranges), and counts never read the table.
create index jobs_status on jobs (status, created_at, id);
create index jobs_name on jobs (name, status, created_at, id);
create index jobs_target on jobs (target, status, created_at, id) where target is not null;
create index jobs_consumer on jobs (consumer, status, created_at, id) where consumer is not null;

-- Retention.
create index jobs_ended on jobs (ended_at) where ended_at is not null;

-- Parameters by which jobs are found, in the order of lists.
create table job_search (
    name text collate "C" not null,
    value text collate "C" not null,
    created_at timestamptz not null,
    job_id uuid not null,
    primary key (name, value, created_at, job_id)
);

create index job_search_job on job_search (job_id);

-- Workflow names whose jobs are paused.
create table paused_workflows (
    name text collate "C" primary key,
    paused_at timestamptz not null default now()
);

alter table runners add column idle boolean not null default false;
