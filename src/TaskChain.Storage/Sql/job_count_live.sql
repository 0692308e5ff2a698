select count(*) from jobs where consumer = $1 and status in ('queued', 'running', 'waiting');
