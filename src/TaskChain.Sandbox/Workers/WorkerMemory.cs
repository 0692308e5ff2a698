using System.Globalization;

namespace TaskChain.Sandbox.Workers;

/// <summary>Measures a process from outside.</summary>
internal static class WorkerMemory
{
    /// <summary>Resident memory in bytes; 0 when the process is gone.</summary>
    public static long Resident(int processId)
    {
        try
        {
            var fields = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/statm")).Split(' ');
            return long.Parse(fields[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
