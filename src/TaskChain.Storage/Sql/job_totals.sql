-- Numbers of jobs by status and age: 0 older than 24 hours, 1 to 2 hours ago, 2 to 1 hour ago, 3 since then. Reads the index on status and age only.
select
    status,
    case
        when created_at < now() - interval '24 hours' then 0
        when created_at < now() - interval '2 hours' then 1
        when created_at < now() - interval '1 hour' then 2
        else 3
    end as bucket,
    count(*)
from jobs
group by 1, 2;
