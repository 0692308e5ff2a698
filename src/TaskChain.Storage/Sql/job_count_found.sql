-- Number of jobs that a list by parameters without paging has; the same conditions. $9: is there one that only the jobs themselves can tell?
with rarest as materialized (
    select t.name, t.value
    from unnest($7::text[], $8::text[]) with ordinality as t (name, value, n)
    order by (select count(*) from (select from job_search f where f.name = t.name and f.value = t.value limit 1000) few), t.n
    limit 1
)
select s.jobs
from rarest r
cross join lateral (
    select count(*) as jobs
    from job_search f
    where f.name = r.name and f.value = r.value
        and ($5::timestamptz is null or f.created_at >= $5)
        and ($6::timestamptz is null or f.created_at <= $6)
        and (cardinality($7) = 1 or not exists (
            select
            from unnest($7, $8) as t (name, value)
            where not exists (
                select from job_search o
                where o.name = t.name and o.value = t.value and o.created_at = f.created_at and o.job_id = f.job_id)))
        and (not $9::boolean or exists (
            select
            from jobs j
            where j.id = f.job_id
                and j.status = any($1::text[])
                and ($2::text is null or j.name = $2)
                and ($3::text is null or j.target = $3)
                and ($4::text is null or j.consumer = $4)))
) s;
