select kind, at, json
from job_output
where job_id = $1 and ($2::text is null or kind = $2)
order by position;
