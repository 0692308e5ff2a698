select id, consumer, url, statuses, workflow_id, workflow_name, secret, created_at, disabled_at, disabled_reason
from webhooks
where $1::uuid is null or id = $1
order by position;
