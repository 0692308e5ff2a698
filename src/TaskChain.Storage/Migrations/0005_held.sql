-- Nodes look for jobs that are held in vain when they start.
create index jobs_held on jobs (name) where held and not paused and status in ('queued', 'running', 'waiting');
