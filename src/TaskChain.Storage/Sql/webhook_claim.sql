-- Claims due deliveries, a few of each webhook so that none waits behind another's.
with due as (
    select d.id, w.url, w.secret
    from webhooks w
    cross join lateral (
        select id, due_at
        from webhook_deliveries
        where webhook_id = w.id and state = 'pending' and due_at <= now()
        order by due_at
        limit $2
        for update skip locked
    ) d
    where w.disabled_at is null and w.id <> all ($3::uuid[])
    order by d.due_at
    limit $1
)
update webhook_deliveries d
set attempts = d.attempts + 1, due_at = now() + $4, attempted_at = now()
from due
where d.id = due.id
returning d.id, d.webhook_id, due.url, due.secret, d.job_id, d.attempts;
