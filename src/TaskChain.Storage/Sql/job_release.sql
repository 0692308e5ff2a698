-- Puts a waiting job back on the board, with an entry at the logbook's end. Answers where.
with released as (
    update jobs
    set status = 'queued', due_at = null, next_seq = next_seq + $2
    where id = $1 and status = 'waiting'
    returning id, epoch, next_seq - $2 as seq
)
insert into job_events (job_id, epoch, seq, event_count, events)
select id, epoch, seq, $2, $3
from released
returning seq, epoch;
