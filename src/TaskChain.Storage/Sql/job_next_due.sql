-- Time until the next job becomes due; null when there is none.
select
    case
        when (select true from jobs where status = 'queued' and due_at is null and not held order by priority desc, position limit 1) then interval '0'
        else (
            select case when min(due_at) > now() then min(due_at) - now() when min(due_at) <= now() then interval '0' end
            from jobs
            where due_at is not null and not held)
    end;
