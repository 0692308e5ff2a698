-- Retention keeps jobs whose ends are still to be told to webhooks.
create index webhook_deliveries_open on webhook_deliveries (job_id) where state = 'pending';

-- A workflow's names are looked for when it is resumed.
create index workflow_revisions_workflow on workflow_revisions (workflow_id);
