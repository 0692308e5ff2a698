select content from contents where kind = $1 and hash = $2;
