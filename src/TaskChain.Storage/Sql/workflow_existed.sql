select exists (select from workflow_revisions where workflow_id = $1);
