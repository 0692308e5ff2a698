-- Of refused entries: those that stand in the logbook already, written by the same claim with the same bytes, and those that only a request to cancel
-- stands against.
select i.n, e.job_id is not null as written
from unnest($1::uuid[], $2::int8[], $3::int4[], $4::bytea[]) with ordinality as i (job_id, epoch, seq, events, n)
join jobs j on j.id = i.job_id
left join job_events e on e.job_id = i.job_id and e.seq = i.seq and e.epoch = i.epoch and e.events = i.events
where e.job_id is not null or (j.epoch = i.epoch and j.next_seq = i.seq and j.status = 'running' and j.cancel_requested);
