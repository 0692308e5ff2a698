-- After a claim with unknown outcome. The row lock waits for a commit that may still be under way; only then the claims are compared, since the rows as
-- they were before that commit have other ones and would not be waited for.
with held as materialized (
    select id, epoch, owner, status
    from jobs
    where id = any($1::uuid[])
    for update
)
select h.id
from held h
join unnest($1::uuid[], $2::int8[]) as i (id, epoch) on h.id = i.id and h.epoch = i.epoch
where h.owner = $3 and h.status = 'running';
