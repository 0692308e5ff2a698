select revision from api_key_state;
