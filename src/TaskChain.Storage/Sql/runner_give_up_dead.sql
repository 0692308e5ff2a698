-- Gives up runners that are dead: the lease is over, or nobody holds the session's advisory lock.
with dead as materialized (
    select r.id
    from runners r
    where r.given_up_at is null
        and r.id <> $1
        and (
            r.lease_until < now()
            or not exists (
                select
                from pg_locks l
                where l.locktype = 'advisory'
                    and l.database = (select oid from pg_database where datname = current_database())
                    and l.objsubid = 1
                    and l.classid::int8 = r.lock_key >> 32
                    and l.objid::int8 = r.lock_key & 4294967295
                    and l.granted))
    for update of r skip locked
)
update runners r
set given_up_at = now()
from dead
where r.id = dead.id;
