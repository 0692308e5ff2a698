-- Time until the next job becomes due; null when there is none.
select
    case
        when exists (select from jobs where status = 'queued' and due_at is null) then interval '0'
        else (
            select case when min(due_at) > now() then min(due_at) - now() when min(due_at) <= now() then interval '0' end
            from jobs
            where due_at is not null)
    end;
