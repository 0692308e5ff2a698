select r.workflow_id, r.revision, r.name, r.created_at, r.document, r.check_result
from workflows w
join workflow_revisions r on r.revision = w.revision
where $1::text is null or w.name = $1
order by w.position
offset $2
limit $3;
