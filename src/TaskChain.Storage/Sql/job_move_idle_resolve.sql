-- Is that very entry there? Waits for a commit that may still be under way.
with held as materialized (
    select id from jobs where id = $1 for update
)
select exists (
    select from held join job_events e on e.job_id = held.id where e.seq = $2 and e.events = $3);
