-- After an insert with unknown outcome: which of these jobs are stored exactly as given?
select j.id
from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::bytea[]) as i (id, created_at, lock_hash, document)
join jobs j on j.id = i.id and j.created_at = i.created_at and j.lock_hash = i.lock_hash and j.document = i.document;
