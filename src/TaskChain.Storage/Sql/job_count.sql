-- Number of jobs that a list without paging has; the same conditions.
select count(*)
from jobs j
where j.status = any($1::text[])
    and ($2::text is null or j.name = $2)
    and ($3::text is null or j.target = $3)
    and ($4::text is null or j.consumer = $4)
    and ($5::timestamptz is null or j.created_at >= $5)
    and ($6::timestamptz is null or j.created_at <= $6)
    and (cardinality($7::text[]) = 0 or not exists (
        select
        from unnest($7, $8::text[]) as t (name, value)
        where not exists (
            select from job_search f where f.name = t.name and f.value = t.value and f.created_at = j.created_at and f.job_id = j.id)));
