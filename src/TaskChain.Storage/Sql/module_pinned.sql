-- Number of live jobs whose lock file pins a package.
select count(*)::int4
from jobs
where status in ('queued', 'running', 'waiting') and lock_hash in (select lock_hash from lock_packages where package_hash = $1);
