-- Claims up to $2 jobs for runner $1: ready ones, then waiting ones past their deadline, then those of runners that were given up.
with me as materialized (
    select id from runners where id = $1 and given_up_at is not null
),
ready as materialized (
    select id, status
    from jobs
    where status = 'queued' and due_at is null and not exists (select from me)
    order by priority desc, position
    limit $2
    for update skip locked
),
overdue as materialized (
    select id, status
    from jobs
    where status = 'waiting' and due_at <= now() and not exists (select from me)
    order by due_at
    limit $2 - (select count(*) from ready)
    for update skip locked
),
orphaned as materialized (
    select id, status
    from jobs
    where status = 'running' and owner in (select id from runners where given_up_at is not null) and not exists (select from me)
    order by position
    limit $2 - (select count(*) from ready) - (select count(*) from overdue)
    for update skip locked
),
candidates as (
    select * from ready union all select * from overdue union all select * from orphaned
),
claimed as (
    update jobs j
    set epoch = j.epoch + 1, status = 'running', owner = $1, due_at = null
    from candidates c
    where j.id = c.id
    returning
        j.id, j.workflow_id, j.workflow_revision, j.name, j.target, j.priority, j.created_at, j.not_before, j.document, j.lock_hash, j.status, j.epoch,
        j.owner, c.status as previous, j.position
)
select *
from claimed
order by array_position(array['queued', 'waiting', 'running'], previous), priority desc, position;
