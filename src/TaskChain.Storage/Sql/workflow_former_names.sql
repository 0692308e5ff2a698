select distinct r.name
from workflow_revisions r
where r.workflow_id = $1 and not exists (select from workflows w where w.name = r.name)
order by r.name;
