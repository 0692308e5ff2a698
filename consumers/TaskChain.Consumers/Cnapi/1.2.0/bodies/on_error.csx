log.Error($"Task {error.Task} failed: {error.Message}");
return "Error has been logged";
