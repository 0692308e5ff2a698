update api_key_state set revision = revision + 1;
