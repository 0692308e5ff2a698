job["migrationDisallowRetry"] = true;
return "OK - disallowing retry of this phase";
