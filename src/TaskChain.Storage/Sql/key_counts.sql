-- Are there keys at all, is this one there, and may another one than this one still maintain?
select exists (select from api_keys),
       (select revoked_at is not null from api_keys where id = $1),
       exists (select from api_keys where revoked_at is null and 'maintain' = any (scopes) and id <> $1);
