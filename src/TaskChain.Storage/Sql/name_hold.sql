-- Brings up to 1,000 live jobs of a name into line with whether the name is paused. Skips rows that others hold, because somebody who holds one may be
-- waiting for another that is changed here. Answers with the number changed, and with how many were to be.
with name_is as materialized (
    select exists (select from paused_workflows where name = $1) as paused
),
wrong as materialized (
    select id, not cancel_requested and (paused or (select paused from name_is)) as held
    from jobs
    where name = $1 and status in ('queued', 'running', 'waiting')
        and held is distinct from (not cancel_requested and (paused or (select paused from name_is)))
    limit 1000
    for update skip locked
),
changed as (
    update jobs j set held = w.held from wrong w where j.id = w.id returning j.id
)
select
    (select count(*) from changed) as changed,
    (
        select count(*)
        from jobs
        where name = $1 and status in ('queued', 'running', 'waiting')
            and held is distinct from (not cancel_requested and (paused or (select paused from name_is)))) as wrong;
