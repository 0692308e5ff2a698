update jobs set cancel_requested = true, held = false where id = $1 and status = 'running';
