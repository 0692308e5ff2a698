select workflow_id, revision, name, created_at, document, check_result
from workflow_revisions
where revision = $1;
