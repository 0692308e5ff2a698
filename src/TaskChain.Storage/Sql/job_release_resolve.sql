-- After a release with unknown outcome; waits for a commit that may still be under way.
with held as materialized (
    select id from jobs where id = $1 for update
)
select exists (
    select from held join job_events e on e.job_id = held.id where e.seq = $2 and e.epoch = $3 and e.events = $4);
