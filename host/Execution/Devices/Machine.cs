using System.Diagnostics;
using System.Globalization;
using KdHost.Sdk.Native;

namespace KdHost.Host.Execution.Devices;

/// <summary>What a machine offers to trials. The slot plan asks nothing else, so that a test can describe any machine.</summary>
/// <param name="Cores">Cores that this process may use.</param>
/// <param name="Memory">Bytes of main memory that this process may use.</param>
/// <param name="Gpus">Memory of each CUDA device in bytes, in the order of their numbers; null where it is not known.</param>
internal sealed record Machine(int Cores, long Memory, IReadOnlyList<long?> Gpus)
{
    private const string Driver = "/proc/driver/nvidia/gpus";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Whether the libtorch in use can use CUDA devices at all.</summary>
    public bool HasCudaBuild { get; init; }

    /// <summary>Looks at this machine. Asks the file system and the driver's own tool: libtorch is for workers.</summary>
    public static Machine Detect() => new(Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Libtorch.HasCuda ? Visible(Query()) : []) { HasCudaBuild = Libtorch.HasCuda };

    /// <summary>Reads the answer of <c>nvidia-smi --query-gpu=memory.total --format=csv,noheader,nounits</c>: mebibytes, a line a device.</summary>
    public static IReadOnlyList<long?> ParseMemory(string answer) =>
        [.. answer.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => long.TryParse(line, CultureInfo.InvariantCulture, out var size) ? size << 20 : (long?)null)];

    /// <summary>Leaves the devices that <c>CUDA_VISIBLE_DEVICES</c> shows; libtorch numbers those from 0.</summary>
    /// <param name="all">Every device.</param>
    /// <param name="shown">The variable; null when it is not set.</param>
    public static IReadOnlyList<long?> Visible(IReadOnlyList<long?> all, string? shown) => shown is null ? all
        : [.. shown.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .TakeWhile(name => name != "-1" && !(int.TryParse(name, CultureInfo.InvariantCulture, out var number) && number >= all.Count)) // CUDA stops at the first wrong one
            .Select(name => int.TryParse(name, CultureInfo.InvariantCulture, out var number) ? all[number] : all.Count > 0 ? all[0] : null)];

    private static IReadOnlyList<long?> Visible(IReadOnlyList<long?> all) => Visible(all, Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES"));

    private static IReadOnlyList<long?> Query()
    {
        try
        {
            using var tool = Process.Start(new ProcessStartInfo("nvidia-smi", ["--query-gpu=memory.total", "--format=csv,noheader,nounits"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            tool.ErrorDataReceived += (_, _) => { };
            tool.BeginErrorReadLine();
            var answer = tool.StandardOutput.ReadToEndAsync();
            if (answer.Wait(Patience) && tool.WaitForExit(Patience) && tool.ExitCode == 0)
                return ParseMemory(answer.Result);
            tool.Kill();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // The tool is not installed; the driver may be there all the same.
        }

        return Directory.Exists(Driver) ? [.. Directory.EnumerateDirectories(Driver).Select(_ => (long?)null)] : [];
    }
}
