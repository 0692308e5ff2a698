-- Which of these refused entries stand in the logbook already, written by the same claim with the same bytes?
select i.n
from unnest($1::uuid[], $2::int8[], $3::int4[], $4::bytea[]) with ordinality as i (job_id, epoch, seq, events, n)
join job_events e on e.job_id = i.job_id and e.seq = i.seq and e.epoch = i.epoch and e.events = i.events;
