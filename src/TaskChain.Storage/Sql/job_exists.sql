select exists (select from jobs where id = $1);
