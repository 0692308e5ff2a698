update catalogue set revision = revision + 1;
