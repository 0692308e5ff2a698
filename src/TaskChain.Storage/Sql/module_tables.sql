select module, revision, document from compat_tables order by module;
