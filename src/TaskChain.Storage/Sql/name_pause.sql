insert into paused_workflows (name) values ($1) on conflict do nothing;
