select pg_advisory_unlock($1), set_config('statement_timeout', '30s', false);
