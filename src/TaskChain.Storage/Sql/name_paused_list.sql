select name from paused_workflows order by name;
