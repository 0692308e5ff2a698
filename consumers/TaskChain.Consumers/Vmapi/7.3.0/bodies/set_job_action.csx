job["action"] = "provision";
return "Action set";
