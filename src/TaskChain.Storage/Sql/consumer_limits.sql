select name, jobs_per_second, burst, max_live_jobs, max_request_bytes
from consumers
where coalesce(jobs_per_second, burst, max_live_jobs, max_request_bytes) is not null;
