-- Stores a batch of jobs in the order given, with the first logbook entry of those that are claimed as they are stored and what they can be found by.
-- Leaves out those whose id or unique key is taken and those of a workflow that has another revision by now. Answers with the ids stored, and whether
-- the job was put on the board because its name is paused; the lock waits for a resume that is under way, which would not see the job otherwise.
with input as materialized (
    select i.*, (select true from paused_workflows p where p.name = i.name for share) is not null as held
    from unnest(
        $1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::int4[], $7::timestamptz[], $8::timestamptz[], $9::bytea[], $10::text[],
        $11::uuid[], $12::int4[], $13::bytea[], $14::text[], $15::text[], $16::text[], $17::boolean[])
        as i (
            id, workflow_id, workflow_revision, name, target, priority, created_at, not_before, document, lock_hash, owner, event_count, events,
            consumer, unique_key, locks, is_successor)
),
stored as (
    insert into jobs (
        next_seq, epoch, status, owner, due_at, held, id, priority, created_at, not_before, workflow_id, workflow_revision, name, target, consumer,
        unique_key, locks, lock_hash, document)
    select
        case when i.owner is null or i.held then 0 else i.event_count end,
        case when i.owner is null or i.held then 0 else 1 end,
        case when i.owner is null or i.held then 'queued' else 'running' end,
        case when not i.held then i.owner end,
        case when (i.owner is null or i.held) and i.not_before > now() then i.not_before end,
        i.held, i.id, i.priority, i.created_at, i.not_before, i.workflow_id, i.workflow_revision, i.name, i.target, i.consumer, i.unique_key, i.locks,
        i.lock_hash, i.document
    from input i
    where i.is_successor or i.workflow_revision = (select w.revision from workflows w where w.id = i.workflow_id)
    on conflict do nothing
    returning id, owner, held
),
written as (
    insert into job_events (job_id, epoch, seq, event_count, events)
    select i.id, 1, 0, i.event_count, i.events
    from stored s
    join input i on i.id = s.id
    where s.owner is not null
),
found_by as (
    insert into job_search (name, value, created_at, job_id)
    select t.name, t.value, i.created_at, t.job_id
    from unnest($18::uuid[], $19::text[], $20::text[]) as t (job_id, name, value)
    join stored s on s.id = t.job_id
    join input i on i.id = s.id
    on conflict do nothing
)
select id, held from stored;
