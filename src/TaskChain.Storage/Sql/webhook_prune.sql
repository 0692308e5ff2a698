with old as (
    select id from webhook_deliveries where state <> 'pending' and created_at < now() - $1 order by created_at limit $2 for update skip locked
),
orphans as (
    select d.id
    from webhook_deliveries d
    where d.state = 'pending' and d.due_at < now() - $1 and not exists (select from webhooks w where w.id = d.webhook_id)
    limit $2
),
gone as (
    delete from webhook_deliveries where id in (select id from (select id from old union all select id from orphans) as doomed limit $2) returning 1
)
select count(*)::int4 from gone;
