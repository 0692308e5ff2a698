-- Removes a final job with everything that belongs to it. Answers with whether it was there, and whether it went.
with gone as (
    delete from jobs where id = $1 and status in ('succeeded', 'failed', 'canceled', 'retried') returning id
),
events as (
    delete from job_events where job_id in (select id from gone)
),
output as (
    delete from job_output where job_id in (select id from gone)
),
search as (
    delete from job_search where job_id in (select id from gone)
)
select exists (select from jobs where id = $1) as found, exists (select from gone) as gone;
