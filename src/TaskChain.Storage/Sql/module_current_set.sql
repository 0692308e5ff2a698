insert into modules (name, current_version) values ($1, $2) on conflict (name) do update set current_version = excluded.current_version;
