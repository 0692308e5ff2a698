-- What a runner has to know: one row at least. Jobs that were being stored while their name was paused are not marked as held, so names are looked at.
with wanted as (
    select id, cancel_requested, not cancel_requested as pause
    from jobs
    where status = 'running' and owner = $1 and (cancel_requested or held)
    union
    select id, cancel_requested, not cancel_requested
    from jobs
    where (select true from paused_workflows limit 1) and status = 'running' and owner = $1 and name in (select name from paused_workflows)
)
select coalesce(r.idle, false) as idle, w.id, w.cancel_requested, w.pause
from (select $1::uuid as id) me
left join runners r on r.id = me.id
left join wanted w on true;
