using System.ComponentModel.DataAnnotations;

namespace TaskChain.Sandbox;

/// <summary>Limits and sizes of the worker pool and the compiler pool. Section <c>TaskChain:Sandbox</c>. Changes apply to processes started later.</summary>
public sealed class SandboxOptions
{
    private const long BytesPerWorker = 80L << 20;

    /// <summary>Full path of the worker program. Default: <c>processes/worker</c> below the service's own folder.</summary>
    [Required]
    public string WorkerPath { get; set; } = Path.Combine(AppContext.BaseDirectory, "processes", "worker", "TaskChain.Sandbox.Worker");

    /// <summary>Full path of the compiler program. Default: <c>processes/compiler</c> below the service's own folder.</summary>
    [Required]
    public string CompilerPath { get; set; } = Path.Combine(AppContext.BaseDirectory, "processes", "compiler", "TaskChain.Sandbox.Compiler");

    /// <summary>Workers that short bodies share before any of them waits long. Default: the number of processors, at least 2.</summary>
    [Range(1, 1024)]
    public int MinWorkers { get; set; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>Most workers at one time, each of which runs one body. Default: a quarter of the machine's memory at 80 MB each.</summary>
    [Range(1, 4096)]
    public int MaxWorkers { get; set; } = DefaultMaxWorkers();

    /// <summary>Workers kept ready that have run nothing yet: they replace killed ones and serve new trust domains. Default 1.</summary>
    [Range(0, 64)]
    public int SpareWorkers { get; set; } = 1;

    /// <summary>How long a run waits in line before the pool grows beyond <see cref="MinWorkers"/>. Default 50 ms.</summary>
    public TimeSpan GrowAfter { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a worker beyond <see cref="MinWorkers"/> may idle. Default 60 s.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A worker is replaced after this many runs. Default 20,000: start and warm-up of a worker cost as much processor time as a thousand short runs,
    /// and what bodies leave behind is bounded by <see cref="RecycleAfterScripts"/> and <see cref="RecycleAboveBytes"/>.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int RecycleAfterRuns { get; set; } = 20_000;

    /// <summary>A worker is replaced after it loaded this many different bodies, which it cannot unload. Default 1,000.</summary>
    [Range(1, int.MaxValue)]
    public int RecycleAfterScripts { get; set; } = 1_000;

    /// <summary>A worker whose resident memory is above this after a run is replaced. Default 200 MiB.</summary>
    [Range(64L << 20, long.MaxValue)]
    public long RecycleAboveBytes { get; set; } = 200L << 20;

    /// <summary>Upper limit of a worker's managed heap. Default 128 MiB.</summary>
    [Range(64L << 20, long.MaxValue)]
    public long WorkerHeapBytes { get; set; } = 128L << 20;

    /// <summary>Compiler processes. Default: 2 on machines with more than two processors, otherwise 1.</summary>
    [Range(1, 16)]
    public int Compilers { get; set; } = Environment.ProcessorCount > 2 ? 2 : 1;

    /// <summary>Longest time one compile may take; then its process is killed and the body is refused. Default 10 s.</summary>
    public TimeSpan CompileTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest body, in bytes of UTF-8. Default 64 KiB.</summary>
    [Range(1, 1 << 20)]
    public int MaxBodyBytes { get; set; } = 64 << 10;

    /// <summary>A compiler is replaced after this many compiles. Default 500.</summary>
    [Range(1, int.MaxValue)]
    public int RecycleAfterCompiles { get; set; } = 500;

    /// <summary>Upper limit of a compiler's managed heap. Default 512 MiB.</summary>
    [Range(128L << 20, long.MaxValue)]
    public long CompilerHeapBytes { get; set; } = 512L << 20;

    private static int DefaultMaxWorkers() =>
        (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 / BytesPerWorker, Math.Max(2, Environment.ProcessorCount) + 1, 1024);
}
