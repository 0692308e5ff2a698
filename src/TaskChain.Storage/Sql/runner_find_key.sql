select lock_key from runners where id = $1;
