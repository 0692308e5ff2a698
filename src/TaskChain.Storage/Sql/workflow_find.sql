select r.workflow_id, r.revision, r.name, r.created_at, r.document, r.check_result
from workflows w
join workflow_revisions r on r.revision = w.revision
where w.id = $1;
