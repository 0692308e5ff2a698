using System.Diagnostics;

/// <content>Bodies that misbehave.</content>
public sealed partial class TaskScript_
{
    private async Task<object?> Trouble()
    {
        switch (job.Name)
        {
            case "throw": return Thrower();
            case "hostile": throw new HostileException();
            case "spin": while (true) { }
            case "sleep": Thread.Sleep(Timeout.Infinite); return null;
            case "exit": Environment.Exit(7); return null;
            case "fail-fast": Environment.FailFast("No way on."); return null;
            case "stack-overflow": return Deeper(0);
            case "thread-exception":
                new Thread(() => throw new InvalidOperationException("on a thread")).Start();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
                return null;
            case "async-void":
                Escape();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
                return null;
            case "flood":
                for (var i = 0; i < 200_000; i++) Console.WriteLine("a line of forty characters, again and again");
                using (var raw = Console.OpenStandardOutput()) raw.Write(new byte[100_000]);
                Console.Error.Write(new string('x', 1_000_000));
                return "flooded";
            case "huge-result": return new string('x', 5_000_000);
            case "endless-result": return Endless();
            case "cycle":
                var node = new Node();
                node.Next = node;
                return node;
            case "nan": return double.NaN;
            case "task-result": return Task.CompletedTask;
            case "out-of-memory":
                var kept = new List<byte[]>();
                while (true) kept.Add(new byte[1 << 20]);
            case "cooperate":
                job.Info("waiting");
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
                return null;
            case "cooperate-spinning":
                job.Info("waiting");
                while (!job.TimeToDie) { }
                return "tidied up";
            case "ignore-cancel":
                job.Info("waiting");
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
                return null;
            case "callback-blocks":
                cancellation.Register(() => Thread.Sleep(Timeout.Infinite));
                job.Info("waiting");
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
                return null;
            case "background":
                _ = Task.Run(async () =>
                {
                    while (true)
                    {
                        await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
                        job.Info("stray");
                    }
                });
                return "left";
            case "child":
                using (var process = Process.Start("/bin/sleep", "1000")) return process.Id;
            default: return null;
        }
    }

    // As the script compiler places a body's lines.
#line 41 "body.csx"
    private static object Thrower() => throw new InvalidOperationException("Outer.", new ArgumentException("Inner."));
#line default

    private static int Deeper(int depth) => depth < 0 ? 0 : Deeper(depth + 1) + Deeper(depth + 2);

    private static async void Escape()
    {
        await Task.Yield();
        throw new InvalidOperationException("async void");
    }

    private static IEnumerable<int> Endless()
    {
        while (true) yield return 1;
    }

    private sealed class Node
    {
        public Node? Next { get; set; }
    }

    private sealed class HostileException : Exception
    {
        public override string Message => throw new InvalidOperationException("no message");

        public override string ToString() => throw new InvalidOperationException("no text");
    }
}
