select name, current_version from modules;
