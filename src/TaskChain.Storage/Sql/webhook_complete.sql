update webhook_deliveries
set state = $3, due_at = case when $3 = 'pending' then now() + $4 end, last_status = $5, last_error = $6
where id = $1 and attempts = $2 and state = 'pending';
