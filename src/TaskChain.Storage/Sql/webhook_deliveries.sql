select id, job_id, status, state, attempts, created_at, due_at, attempted_at, last_status, last_error
from webhook_deliveries
where webhook_id = $1
order by position desc
limit $2;
