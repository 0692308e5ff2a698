-- Changes of what is paused take turns: each sees what the one before it has done.
select pg_advisory_xact_lock($1);
