-- Held to the commit by who stores jobs with locks: who stores one with a target waits, and sees the locks then.
select pg_advisory_xact_lock($1);
