-- Stores a workflow unless its id or name is taken. Its revision may be there already, when a workflow that was deleted is posted again.
with stored as (
    insert into workflows (id, revision, name)
    values ($1, $2, $3)
    on conflict do nothing
    returning id
),
written as (
    insert into workflow_revisions (revision, workflow_id, created_at, name, document, check_result)
    select $2, $1, $4, $3, $5, $6
    from stored
    on conflict (revision) do nothing
)
select exists (select from stored);
