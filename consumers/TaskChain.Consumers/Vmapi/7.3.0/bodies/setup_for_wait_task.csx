job["taskId"] = null;
return "OK";
