-- Delayed jobs that have become due join the ready ones.
with due as materialized (
    select id
    from jobs
    where status = 'queued' and due_at <= now() and not held
    order by due_at
    limit 1000
    for update skip locked
)
update jobs j
set due_at = null
from due
where j.id = due.id;
