-- Stores a revision and lets the workflow point at it. A pause of the name that it had is carried over to its new one. Answers with whether there is
-- such a workflow; a taken name violates workflows_name_key.
with changed as (
    update workflows set revision = $2, name = $3 where id = $1 returning id
),
stored as (
    insert into workflow_revisions (revision, workflow_id, created_at, name, document, check_result)
    select $2, $1, $4, $3, $5, $6
    from changed
    on conflict (revision) do nothing
),
carried as (
    insert into paused_workflows (name)
    select $3
    from workflows w
    join paused_workflows p on p.name = w.name
    where w.id = $1 and w.name <> $3 and exists (select from changed)
    on conflict do nothing
)
select exists (select from changed);
