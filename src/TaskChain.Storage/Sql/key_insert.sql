insert into api_keys (id, consumer, scopes, hash) values ($1, $2, $3, $4);
