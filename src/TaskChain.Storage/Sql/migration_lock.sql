select set_config('statement_timeout', '0', false), pg_advisory_lock($1);
