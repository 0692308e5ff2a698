-- Stores a delivery for each webhook that wants the end of one of these jobs, in the transaction that ended them.
insert into webhook_deliveries (webhook_id, job_id, status)
select w.id, j.id, j.status
from unnest($1::uuid[]) as ended (job_id)
join jobs j on j.id = ended.job_id
join webhooks w on w.disabled_at is null
    and (w.consumer is null or w.consumer = j.consumer)
    and (cardinality(w.statuses) = 0 or j.status = any (w.statuses))
    and (w.workflow_id is null or w.workflow_id = j.workflow_id)
    and (w.workflow_name is null or w.workflow_name = j.name)
where j.status in ('succeeded', 'failed', 'canceled', 'retried')
on conflict (webhook_id, job_id) do nothing;
