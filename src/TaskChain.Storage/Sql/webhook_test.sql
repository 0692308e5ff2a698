insert into webhook_deliveries (id, webhook_id)
select $1, w.id
from webhooks w
where w.id = $2 and w.disabled_at is null
on conflict (id) do update set id = excluded.id;
