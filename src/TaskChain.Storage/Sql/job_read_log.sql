-- Where a job is, and its logbook's entries from the one that has event $2 on; in one snapshot.
select j.status, l.seqs, l.event_counts, l.events
from jobs j
cross join lateral (
    select array_agg(e.seq order by e.seq) as seqs, array_agg(e.event_count order by e.seq) as event_counts,
        array_agg(e.events order by e.seq) as events
    from job_events e
    where e.job_id = j.id and e.seq + e.event_count > $2
        and e.seq >= coalesce((select max(b.seq) from job_events b where b.job_id = j.id and b.seq <= $2), 0)
) l
where j.id = $1;
