-- Claims up to $2 jobs for runner $1: ready ones, then waiting ones past their deadline, then those of runners that were given up. Paused jobs are not
-- in the indexes read here, except those that were being stored while their name was paused: these are taken out of them now.
with me as materialized (
    select id from runners where id = $1 and (given_up_at is not null or idle)
),
ready as materialized (
    select id, status, name, cancel_requested
    from jobs
    where status = 'queued' and due_at is null and not held and not exists (select from me)
    order by priority desc, position
    limit $2
    for update skip locked
),
overdue as materialized (
    select id, status, name, cancel_requested
    from jobs
    where status = 'waiting' and due_at <= now() and not held and not exists (select from me)
    order by due_at
    limit $2 - (select count(*) from ready)
    for update skip locked
),
orphaned as materialized (
    select id, status
    from jobs
    where status = 'running' and owner = any(array(select id from runners where given_up_at is not null)) and not exists (select from me)
    order by position
    limit $2 - (select count(*) from ready) - (select count(*) from overdue)
    for update skip locked
),
-- The lock waits for a resume that is under way: what it lifts must not be put down here.
paused as materialized (
    select name
    from paused_workflows
    where name in (select name from ready union all select name from overdue)
    for share
),
candidates as (
    select id, status, name in (select name from paused) and not cancel_requested as late
    from (select * from ready union all select * from overdue) due
    union all
    select id, status, false from orphaned
),
taken_out as (
    update jobs j set held = true from candidates c where j.id = c.id and c.late
),
claimed as (
    update jobs j
    set epoch = j.epoch + 1, status = 'running', owner = $1, due_at = null
    from candidates c
    where j.id = c.id and not c.late
    returning
        j.id, j.workflow_id, j.workflow_revision, j.name, j.target, j.priority, j.created_at, j.not_before, j.document, j.lock_hash, j.status, j.epoch,
        j.owner, j.consumer, j.unique_key, j.locks, j.cancel_requested, j.paused,
        exists (select from paused_workflows p where p.name = j.name) as name_paused, j.ended_at, c.status as previous, j.position
)
select *
from claimed
order by array_position(array['queued', 'waiting', 'running'], previous), priority desc, position;
