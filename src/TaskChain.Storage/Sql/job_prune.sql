-- Removes up to $3 final jobs that ended longer ago than $1 or are more than $2, those that ended first first. Jobs whose ends are still to be told to a
-- webhook stay until that is done or given up: whoever is told asks for the job.
with excess as materialized (
    select case when $2::int8 is null then 0 else greatest((select count(*) from jobs where ended_at is not null) - $2, 0) end as jobs
),
oldest as materialized (
    select id, ended_at
    from jobs
    where ended_at is not null and not exists (select from webhook_deliveries d where d.job_id = jobs.id and d.state = 'pending')
    order by ended_at
    limit $3
    for update skip locked
),
gone as (
    delete from jobs
    where id in (
        select id
        from (select id, ended_at, row_number() over (order by ended_at) as number from oldest) o
        where o.number <= (select jobs from excess) or o.ended_at < now() - $1::interval)
    returning id
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
select count(*)::int4 from gone;
