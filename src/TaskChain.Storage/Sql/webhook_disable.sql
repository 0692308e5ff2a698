with given_up as (
    update webhook_deliveries set state = 'dead', due_at = null, last_error = coalesce(last_error, $2) where webhook_id = $1 and state = 'pending'
)
update webhooks set disabled_at = now(), disabled_reason = $2 where id = $1 and disabled_at is null;
