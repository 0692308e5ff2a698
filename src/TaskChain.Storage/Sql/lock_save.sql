with pinned as (
    insert into lock_packages (package_hash, lock_hash)
    select package_hash, $1 from unnest($3::text[]) as package_hash
    on conflict do nothing
)
insert into contents (kind, hash, content) values ('lock', $1, $2) on conflict do nothing;
