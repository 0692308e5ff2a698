-- After a batch with unknown outcome: is it there? All of it is, or nothing.
select exists (select from job_output where job_id = $1 and token = $2);
