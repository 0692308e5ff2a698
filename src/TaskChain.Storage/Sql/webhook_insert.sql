-- Adding the same one again, after a commit that was not confirmed, changes nothing and counts as done.
insert into webhooks (id, consumer, url, statuses, workflow_id, workflow_name, secret)
select $1, $2, $3, $4, $5, $6, $7
where (select count(*) from webhooks where consumer is not distinct from $2 and id <> $1) < $8
on conflict (id) do update set id = excluded.id;
