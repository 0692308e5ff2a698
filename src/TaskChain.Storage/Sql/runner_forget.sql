-- Runners that were given up long ago and own nothing any more.
delete from runners r
where r.given_up_at < now() - interval '1 day' and not exists (select from jobs j where j.status = 'running' and j.owner = r.id);
