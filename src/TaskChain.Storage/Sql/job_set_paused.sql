update jobs j
set paused = $2, held = not cancel_requested and ($2 or exists (select from paused_workflows p where p.name = j.name))
where id = $1 and status in ('queued', 'running', 'waiting');
