-- Of jobs that were not stored: does the id exist, is it this very job, is that on the board although it was given with an owner, and is the workflow's
-- revision still the newest?
select
    i.n,
    j.id is not null as id_taken,
    coalesce(
        j.created_at = i.created_at and j.lock_hash = i.lock_hash and j.document = i.document and j.workflow_revision = i.workflow_revision,
        false) as same,
    i.owner is not null and e.events is distinct from i.events as held,
    exists (select from workflows w where w.id = i.workflow_id and w.revision = i.workflow_revision) as is_newest
from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::bytea[], $5::uuid[], $6::uuid[], $7::uuid[], $8::bytea[])
    with ordinality as i (id, created_at, lock_hash, document, workflow_id, workflow_revision, owner, events, n)
left join jobs j on j.id = i.id
left join job_events e on e.job_id = i.id and e.seq = 0 and e.epoch = 1;
