insert into runners (id, lock_key, process_id, lease, lease_until, host)
values ($1, $2, $3, $4, now() + $4, $5)
on conflict (id) do nothing;
