-- Brings up to 1,000 live jobs of a name in one status, from a place in the order of lists on, into line with whether the name is paused. Skips rows that
-- others hold, because somebody who holds one may be waiting for another that is changed here. Answers with the last place it looked at, if any.
with name_is as materialized (
    select exists (select from paused_workflows where name = $1) as paused
),
wrong as materialized (
    select id, created_at, not cancel_requested and (paused or (select paused from name_is)) as held
    from jobs
    where name = $1 and status = $2 and (created_at, id) > ($3, $4)
        and held is distinct from (not cancel_requested and (paused or (select paused from name_is)))
    order by created_at, id
    limit 1000
    for update skip locked
),
changed as (
    update jobs j set held = w.held from wrong w where j.id = w.id
)
select created_at, id from wrong order by created_at desc, id desc limit 1;
