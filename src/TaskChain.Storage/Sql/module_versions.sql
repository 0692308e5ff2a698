select module, version, content_hash, published_at, retired_at is not null, manifest, surface
from module_versions
order by position;
