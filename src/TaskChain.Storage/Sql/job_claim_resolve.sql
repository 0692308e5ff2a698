-- After a claim with unknown outcome. The row lock waits for a commit that may still be under way.
select j.id
from jobs j
join unnest($1::uuid[], $2::int8[]) as i (id, epoch) on j.id = i.id and j.epoch = i.epoch
where j.owner = $3 and j.status = 'running'
for update of j;
