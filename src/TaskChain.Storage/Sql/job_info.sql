-- Appends to the info of a job that exists; the token makes a repetition harmless.
insert into job_output (job_id, token, at, kind, json)
select id, $2, now(), 'info', $3
from jobs
where id = $1 and not exists (select from job_output where job_id = $1 and token = $2);
