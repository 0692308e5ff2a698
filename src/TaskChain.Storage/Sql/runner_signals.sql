-- What a runner has to know: one row at least. Jobs that were being stored while their name was paused are not marked as held, so names are looked at.
with wanted as (
    select id, cancel_requested, not cancel_requested as pause
    from jobs
    where status = 'running' and owner = $1 and (cancel_requested or held)
    union
    select j.id, j.cancel_requested, not j.cancel_requested
    from paused_workflows p
    join jobs j on j.name = p.name and j.status = 'running' and j.owner = $1
)
select coalesce(r.idle, false) as idle, w.id, w.cancel_requested, w.pause
from (select $1::uuid as id) me
left join runners r on r.id = me.id
left join wanted w on true;
