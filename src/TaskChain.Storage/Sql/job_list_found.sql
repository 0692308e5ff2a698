-- Jobs that have some parameters, those posted last first: read from the range of the parameter that the fewest jobs have (of those that up to 1,000
-- have). $9 and $10 have the parameters' names and values.
with rarest as materialized (
    select t.name, t.value
    from unnest($9::text[], $10::text[]) with ordinality as t (name, value, n)
    order by (select count(*) from (select from job_search f where f.name = t.name and f.value = t.value limit 1000) few), t.n
    limit 1
),
page as materialized (
    select s.job_id as id, s.created_at
    from rarest r
    cross join lateral (
        select f.job_id, f.created_at
        from job_search f
        join jobs j on j.id = f.job_id
        where f.name = r.name and f.value = r.value
            and j.status = any($1::text[])
            and ($2::text is null or j.name = $2)
            and ($3::text is null or j.target = $3)
            and ($4::text is null or j.consumer = $4)
            and ($5::timestamptz is null or f.created_at >= $5)
            and ($6::timestamptz is null or f.created_at <= $6)
            and ($7::timestamptz is null or (f.created_at, f.job_id) < ($7, $8::uuid))
            and (cardinality($9) = 1 or not exists (
                select
                from unnest($9, $10) as t (name, value)
                where not exists (
                    select from job_search o
                    where o.name = t.name and o.value = t.value and o.created_at = f.created_at and o.job_id = f.job_id)))
        order by f.created_at desc, f.job_id desc
        offset $11
        limit $12
    ) s
)
select
    j.id, j.workflow_id, j.workflow_revision, j.name, j.target, j.priority, j.created_at, j.not_before, j.document, j.lock_hash, j.status,
    j.epoch, j.owner, j.consumer, j.unique_key, j.locks, j.cancel_requested, j.paused,
    exists (select from paused_workflows p where p.name = j.name) as name_paused, j.ended_at
from page f
join jobs j on j.id = f.id
order by f.created_at desc, f.id desc;
