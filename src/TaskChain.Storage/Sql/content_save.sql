insert into contents (kind, hash, content) values ($1, $2, $3) on conflict do nothing;
