update runners set lease_until = now() + lease where id = $1 and given_up_at is null;
