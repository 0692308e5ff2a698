-- Jobs without their logbooks, newest first. Planned for the values given, so that an absent filter costs nothing.
select
    j.id, j.workflow_id, j.workflow_revision, j.name, j.target, j.priority, j.created_at, j.not_before, j.document, j.lock_hash, j.status,
    j.epoch, j.owner
from jobs j
where ($1::text is null or j.status = $1) and ($2::text is null or j.name = $2) and ($3::text is null or j.target = $3)
order by j.position desc
offset $4
limit $5;
