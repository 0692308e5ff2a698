-- Writes an entry for a job that nobody has claimed, and moves it. Answers with its epoch.
with moved as (
    update jobs
    set next_seq = next_seq + $4,
        status = $6,
        due_at = null,
        ended_at = case when $6 in ('succeeded', 'failed', 'canceled', 'retried') then now() end,
        cancel_requested = cancel_requested or $7,
        held = held and not $7
    where id = $1 and status = $2 and next_seq = $3
    returning id, epoch
)
insert into job_events (job_id, epoch, seq, event_count, events)
select id, epoch, $3, $4, $5
from moved
returning epoch;
