select k.id, k.consumer, k.scopes, k.hash, k.created_at, k.revoked_at, k.last_used_at from api_keys k order by k.position;
