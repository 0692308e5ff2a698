select nextval('runner_lock_keys');
