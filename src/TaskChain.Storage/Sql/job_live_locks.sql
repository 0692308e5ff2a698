-- The patterns that lock targets now.
select distinct locks
from jobs
where locks is not null and status in ('queued', 'running', 'waiting');
