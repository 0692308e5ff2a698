-- The logbooks of some jobs, as arrays.
select
    e.job_id, array_agg(e.seq order by e.seq) as seqs, array_agg(e.event_count order by e.seq) as event_counts,
    array_agg(e.events order by e.seq) as events
from job_events e
where e.job_id = any($1)
group by e.job_id;
