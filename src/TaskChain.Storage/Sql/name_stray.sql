-- Names that are not paused although live jobs are held for them. Reads an index of held jobs only.
select distinct j.name
from jobs j
where j.held and not j.paused and j.status in ('queued', 'running', 'waiting')
    and not exists (select from paused_workflows p where p.name = j.name)
order by j.name;
