select content_hash, retired_at is not null from module_versions where module = $1 and version = $2;
