reset statement_timeout;
