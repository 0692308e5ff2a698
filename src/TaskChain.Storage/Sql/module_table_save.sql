-- Replaces a table that is at revision $2 (0: none), keeping the old one in the audit. Answers with a row when it was.
with old as (
    select revision, document from compat_tables where module = $1
),
audited as (
    insert into compat_audit (module, revision, reason, document)
    select $1, revision, $4, document from old where revision = $2
)
insert into compat_tables (module, revision, document)
select $1, $2 + 1, $3
where coalesce((select revision from old), 0) = $2
on conflict (module) do update set revision = excluded.revision, document = excluded.document
returning revision;
