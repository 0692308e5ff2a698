-- One remover at a time: two would each take what is too many.
select pg_try_advisory_xact_lock($1);
