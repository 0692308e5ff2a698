update module_versions set retired_at = case when $3 then now() end where module = $1 and version = $2;
