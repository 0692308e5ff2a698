try
{
    var vm = job.Params.GetString("vm_uuid");
    var volumes = await sdcClients.Volapi.ListVolumesOf(vm);
    await vasync.ForEachParallel(volumes, volume => sdcClients.Volapi.RemoveReference(volume.Uuid, vm));
    return $"References to {volumes.Count} volumes removed";
}
catch (Exception e) when (e is not OperationCanceledException)
{
    // Best effort: VOLAPI removes the references of destroyed machines by itself, a little later.
    return $"Could not remove references to volumes: {e.Message}";
}
