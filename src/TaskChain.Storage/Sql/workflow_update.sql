-- Stores a revision and lets the workflow point at it. Answers with whether there is such a workflow; a taken name violates workflows_name_key.
with changed as (
    update workflows set revision = $2, name = $3 where id = $1 returning id
),
stored as (
    insert into workflow_revisions (revision, workflow_id, created_at, name, document, check_result)
    select $2, $1, $4, $3, $5, $6
    from changed
    on conflict (revision) do nothing
)
select exists (select from changed);
