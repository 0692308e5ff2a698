update runners set given_up_at = now() where id = $1 and given_up_at is null;
