using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace KdHost.Host.Execution.Workers;

/// <summary>Reads how busy the machine is, under the names of MLflow's own system metrics.</summary>
/// <param name="gpus">Whether to ask for GPUs.</param>
internal sealed class SystemLoad(bool gpus)
{
    private const double Megabyte = 1_000_000;
    private static readonly TimeSpan GpuPatience = TimeSpan.FromSeconds(5);

    private (long Busy, long All)? _cpu;
    private bool _hasGpuTool = gpus;

    /// <summary>One sample. The use of the processor is that since the last one, so the first has none.</summary>
    public IReadOnlyDictionary<string, double> Read()
    {
        var sample = new Dictionary<string, double>();
        if (OperatingSystem.IsLinux() && ReadCpu() is { } now)
        {
            if (_cpu is { } last && now.All > last.All)
                sample["system/cpu_utilization_percentage"] = 100.0 * (now.Busy - last.Busy) / (now.All - last.All);
            _cpu = now;
        }

        var (used, total) = OperatingSystem.IsLinux() ? ReadMemory() : Memory();
        sample["system/system_memory_usage_megabytes"] = used / Megabyte;
        sample["system/system_memory_usage_percentage"] = 100.0 * used / total;
        ReadGpus(sample);
        return sample;
    }

    // cpu user nice system idle iowait irq softirq steal …, in ticks since boot.
    private static (long Busy, long All)? ReadCpu()
    {
        if (File.ReadLines("/proc/stat").FirstOrDefault()?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not ["cpu", .. var ticks] || ticks.Length < 5)
            return null;
        var values = ticks.Take(8).Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (values.Sum() - values[3] - values[4], values.Sum());
    }

    private static (double Used, double Total) ReadMemory()
    {
        var kilobytes = File.ReadLines("/proc/meminfo")
            .Select(line => line.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries))
            .Where(parts => parts is ["MemTotal" or "MemAvailable", _, ..])
            .ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture));
        var total = kilobytes["MemTotal"] * 1024;
        return (total - (kilobytes["MemAvailable"] * 1024), total);
    }

    private static (double Used, double Total) Memory()
    {
        var memory = GC.GetGCMemoryInfo();
        return (memory.MemoryLoadBytes, memory.TotalAvailableMemoryBytes);
    }

    private void ReadGpus(Dictionary<string, double> sample)
    {
        if (!_hasGpuTool)
            return;
        foreach (var line in Ask())
            ReadGpu(line, sample);
    }

    /// <summary>Reads one line of the GPU tool: index, utilisation, used and total memory in MiB, watts.</summary>
    internal static void ReadGpu(string line, Dictionary<string, double> sample)
    {
        var cells = line.Split(',', StringSplitOptions.TrimEntries);
        if (cells.Length != 5 || !int.TryParse(cells[0], CultureInfo.InvariantCulture, out var index))
            return;
        double? Cell(int at) => double.TryParse(cells[at], CultureInfo.InvariantCulture, out var value) ? value : null; // "[N/A]" on some devices
        void Put(string name, double? value)
        {
            if (value is { } known)
                sample[$"system/gpu_{index}_{name}"] = known;
        }

        Put("utilization_percentage", Cell(1));
        Put("memory_usage_megabytes", Cell(2) * 1024 * 1024 / Megabyte);
        Put("memory_usage_percentage", 100 * Cell(2) / Cell(3));
        Put("power_usage_watts", Cell(4));
    }

    private string[] Ask()
    {
        try
        {
            using var tool = Process.Start(new ProcessStartInfo("nvidia-smi", ["--query-gpu=index,utilization.gpu,memory.used,memory.total,power.draw", "--format=csv,noheader,nounits"]) { RedirectStandardOutput = true })!;
            var answer = tool.StandardOutput.ReadToEndAsync();
            if (answer.Wait(GpuPatience))
                return answer.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            tool.Kill();
        }
        catch (Win32Exception)
        {
            // There is no such tool.
        }

        _hasGpuTool = false;
        return [];
    }
}
