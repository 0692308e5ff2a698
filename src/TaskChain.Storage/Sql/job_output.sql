-- Stores a batch of output, in the order given.
insert into job_output (job_id, token, at, kind, json)
select i.job_id, $1, i.at, i.kind, i.json
from unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::bytea[]) as i (job_id, at, kind, json);
