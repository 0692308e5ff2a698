-- Appends a batch of entries and moves their jobs. The update checks claim and sequence number under the row's lock: against a takeover that
-- commits first it finds another epoch, and a takeover that comes later finds the entry. In the same way no move passes a request to cancel that it
-- does not know of. Answers with the numbers (from 1) of the entries written.
with moved as (
    update jobs j
    set next_seq = i.seq + i.event_count,
        status = coalesce(i.status, j.status),
        owner = case when i.status is null then j.owner end,
        due_at = case when i.status = 'queued' then now() + i.delay when i.status = 'waiting' then i.deadline end,
        ended_at = case when i.status in ('succeeded', 'failed', 'canceled', 'retried') then now() end
    from unnest($1::uuid[], $2::int8[], $3::int4[], $4::int4[], $5::bytea[], $6::text[], $7::interval[], $8::timestamptz[], $9::boolean[])
        with ordinality as i (job_id, epoch, seq, event_count, events, status, delay, deadline, knows_cancel, n)
    where j.id = i.job_id and j.epoch = i.epoch and j.next_seq = i.seq and j.status = 'running'
        and (not j.cancel_requested or i.knows_cancel or i.status is null)
    returning i.n, i.job_id, i.epoch, i.seq, i.event_count, i.events
),
written as (
    insert into job_events (job_id, epoch, seq, event_count, events)
    select job_id, epoch, seq, event_count, events
    from moved
)
select n from moved;
