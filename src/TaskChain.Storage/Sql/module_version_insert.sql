insert into module_versions (module, version, published_at, content_hash, manifest, surface)
values ($1, $2, $3, $4, $5, $6);
