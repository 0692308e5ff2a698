-- Stores a batch of jobs, with the first logbook entry of those that are claimed as they are stored. Answers with the ids that were free.
with input as (
    select *
    from unnest(
        $1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::int4[], $7::timestamptz[], $8::timestamptz[], $9::bytea[], $10::text[],
        $11::uuid[], $12::int4[], $13::bytea[])
        as i (id, workflow_id, workflow_revision, name, target, priority, created_at, not_before, document, lock_hash, owner, event_count, events)
),
stored as (
    insert into jobs (
        next_seq, epoch, status, owner, due_at, id, priority, created_at, not_before, workflow_id, workflow_revision, name, target, lock_hash, document)
    select
        case when i.owner is null then 0 else i.event_count end,
        case when i.owner is null then 0 else 1 end,
        case when i.owner is null then 'queued' else 'running' end,
        i.owner,
        case when i.owner is null and i.not_before > now() then i.not_before end,
        i.id, i.priority, i.created_at, i.not_before, i.workflow_id, i.workflow_revision, i.name, i.target, i.lock_hash, i.document
    from input i
    on conflict (id) do nothing
    returning id
),
written as (
    insert into job_events (job_id, epoch, seq, event_count, events)
    select i.id, 1, 0, i.event_count, i.events
    from stored s
    join input i on i.id = s.id
    where i.owner is not null
)
select id from stored;
