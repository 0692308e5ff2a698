update runners set idle = $2 where id = $1;
