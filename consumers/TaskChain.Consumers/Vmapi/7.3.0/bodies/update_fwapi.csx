var type = job.Params.GetString("task") switch { "provision" => "vm.add", "destroy" => "vm.delete", _ => "vm.update" };
var update = await sdcClients.Fwapi.CreateUpdate(type, job.Params.GetString("vm_uuid"), job.Params.GetString("server_uuid"), job.IdempotencyKey);
return $"Updated FWAPI with update UUID: {update}";
