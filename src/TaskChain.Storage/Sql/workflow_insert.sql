-- Stores a workflow unless its id or name is taken.
with stored as (
    insert into workflows (id, revision, name)
    values ($1, $2, $3)
    on conflict do nothing
    returning id
)
insert into workflow_revisions (revision, workflow_id, created_at, name, document, check_result)
select $2, $1, $4, $3, $5, $6
from stored;
