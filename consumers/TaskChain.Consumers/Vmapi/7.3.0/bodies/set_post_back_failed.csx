if ((bool?)job["markAsFailedOnError"] == false) return "markAsFailedOnError was set to false, won't set postBackState for VM";
job["postBackState"] = "failed";
return "Set post back state as failed";
