insert into consumers (name) values ($1) on conflict (name) do nothing;
