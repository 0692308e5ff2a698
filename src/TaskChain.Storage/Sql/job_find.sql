-- A job with its logbook, in one snapshot.
select
    j.id, j.workflow_id, j.workflow_revision, j.name, j.target, j.priority, j.created_at, j.not_before, j.document, j.lock_hash, j.status,
    j.epoch, j.owner, j.consumer, j.unique_key, j.locks, j.cancel_requested, j.paused,
    exists (select from paused_workflows p where p.name = j.name) as name_paused, j.ended_at,
    l.seqs, l.event_counts, l.events
from jobs j
cross join lateral (
    select array_agg(e.seq order by e.seq) as seqs, array_agg(e.event_count order by e.seq) as event_counts,
        array_agg(e.events order by e.seq) as events
    from job_events e
    where e.job_id = j.id
) l
where j.id = $1;
