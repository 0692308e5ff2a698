select exists (select from compat_tables where module = $1 and revision = $2 and document = $3);
