delete from paused_workflows where name = $1;
