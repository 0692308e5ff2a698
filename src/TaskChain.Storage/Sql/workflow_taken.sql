select id = $1 and revision = $2 as same, id = $1 as id_taken
from workflows
where id = $1 or name = $3
order by 2 desc
limit 1;
