-- Is a live job of a name not in line with whether the name is paused?
select exists (
    select
    from jobs
    where name = $1 and status in ('queued', 'running', 'waiting')
        and held is distinct from (not cancel_requested and (paused or exists (select from paused_workflows where name = $1))));
