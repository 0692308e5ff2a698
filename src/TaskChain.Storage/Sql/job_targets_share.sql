-- Held to the commit by who stores jobs with targets: who stores one with locks waits, and sees them then.
select pg_advisory_xact_lock_shared($1);
