-- Jobs without their logbooks, those posted last first. Planned for the values given, so that an absent filter costs nothing. $1 has the statuses that
-- are wanted, all of them when any will do: each is a short range of the index that has the filter's column.
with page as materialized (
    select f.id, f.created_at
    from unnest($1::text[]) as s (status)
    cross join lateral (
        select j.id, j.created_at
        from jobs j
        where j.status = s.status
            and ($2::text is null or j.name = $2)
            and ($3::text is null or j.target = $3)
            and ($4::text is null or j.consumer = $4)
            and ($5::timestamptz is null or j.created_at >= $5)
            and ($6::timestamptz is null or j.created_at <= $6)
            and ($7::timestamptz is null or (j.created_at, j.id) < ($7, $8::uuid))
            and (cardinality($9::text[]) = 0 or not exists (
                select
                from unnest($9, $10::text[]) as t (name, value)
                where not exists (
                    select from job_search f where f.name = t.name and f.value = t.value and f.created_at = j.created_at and f.job_id = j.id)))
        order by j.created_at desc, j.id desc
        limit $11::int8 + $12
    ) f
    order by f.created_at desc, f.id desc
    offset $11
    limit $12
)
select
    j.id, j.workflow_id, j.workflow_revision, j.name, j.target, j.priority, j.created_at, j.not_before, j.document, j.lock_hash, j.status,
    j.epoch, j.owner, j.consumer, j.unique_key, j.locks, j.cancel_requested, j.paused,
    exists (select from paused_workflows p where p.name = j.name) as name_paused, j.ended_at
from page f
join jobs j on j.id = f.id
order by f.created_at desc, f.id desc;
