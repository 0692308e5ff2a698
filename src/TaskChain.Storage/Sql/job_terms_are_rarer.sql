-- For a list with search terms and other conditions: is a term held by at most as many jobs as the rest, each counted up to 10,000? Then the list is read
-- from the term's range, else from the jobs'.
select
    (
        select min(found.jobs)
        from unnest($5::text[], $6::text[]) as t (name, value)
        cross join lateral (
            select count(*) as jobs from (select from job_search f where f.name = t.name and f.value = t.value limit 10000) few
        ) found
    ) <= least(
        (select count(*) from (select from unnest($1::text[]) as s (status) join jobs j on j.status = s.status limit 10000) few),
        case when $2::text is not null then
            (select count(*) from (select from unnest($1::text[]) as s (status) join jobs j on j.status = s.status and j.name = $2 limit 10000) few) end,
        case when $3::text is not null then
            (select count(*) from (select from unnest($1::text[]) as s (status) join jobs j on j.status = s.status and j.target = $3 limit 10000) few) end,
        case when $4::text is not null then
            (select count(*) from (select from unnest($1::text[]) as s (status) join jobs j on j.status = s.status and j.consumer = $4 limit 10000) few) end);
