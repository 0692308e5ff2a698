update consumers set jobs_per_second = $2, burst = $3, max_live_jobs = $4, max_request_bytes = $5 where name = $1;
