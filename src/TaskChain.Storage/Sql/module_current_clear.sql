delete from modules where name = $1 and current_version = $2;
