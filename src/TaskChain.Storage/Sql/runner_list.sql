select
    r.id, r.host, r.process_id, r.joined_at, r.lease_until - r.lease as active_at, r.given_up_at is null and r.lease_until >= now() as is_active, r.idle,
    (select count(*) from jobs j where j.status = 'running' and j.owner = r.id) as running
from runners r
order by r.joined_at desc, r.lock_key desc;
