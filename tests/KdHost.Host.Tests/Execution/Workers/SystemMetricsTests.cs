using KdHost.Host.Execution.Workers;
using KdHost.Host.Journal;
using KdHost.Host.Tests.Support;

namespace KdHost.Host.Tests.Execution.Workers;

public sealed class SystemMetricsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private async Task<List<MetricRecord>> SampleAsync(TimeSpan interval, IEnumerable<JournalRecord> earlier)
    {
        var folder = new TrialFolder(_folder.Path);
        Directory.CreateDirectory(folder.Epoch(1));
        using (var journal = new JournalWriter(folder.Journal(1)))
        {
            using var metrics = new SystemMetrics(journal, earlier, interval, gpus: false);
            await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        }

        return [.. JournalReader.Read(folder, 1).OfType<MetricRecord>()];
    }

    [Fact]
    public async Task The_machine_is_sampled_under_mlflows_own_names_and_steps_go_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the use of the processor is read from /proc");
        var samples = await SampleAsync(TimeSpan.FromSeconds(0.1), [new MetricRecord("system/cpu_utilization_percentage", 1, 6) { Time = 1 }]);
        Assert.Equal(
            ["system/cpu_utilization_percentage", "system/system_memory_usage_megabytes", "system/system_memory_usage_percentage"],
            samples.Select(sample => sample.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(7, samples[0].Step);
        Assert.Equal(samples.Count, samples.DistinctBy(sample => (sample.Name, sample.Step)).Count());
        Assert.All(samples.Where(sample => sample.Name.EndsWith("percentage", StringComparison.Ordinal)), sample => Assert.InRange(sample.Value, 0, 100));
    }

    [Fact]
    public async Task Switched_off_nothing_is_sampled() => Assert.Empty(await SampleAsync(TimeSpan.Zero, []));

    [Fact]
    public void A_line_of_the_gpu_tool_is_read_and_what_a_device_does_not_tell_is_left_out()
    {
        var sample = new Dictionary<string, double>();
        SystemLoad.ReadGpu("0, 87, 40000, 81559, 512.34", sample);
        SystemLoad.ReadGpu("1, [N/A], 100, 1000, [N/A]", sample);
        SystemLoad.ReadGpu("no devices were found", sample);
        Assert.Equal(
            [("system/gpu_0_memory_usage_megabytes", 41943.04), ("system/gpu_0_memory_usage_percentage", 49.04), ("system/gpu_0_power_usage_watts", 512.34), ("system/gpu_0_utilization_percentage", 87), ("system/gpu_1_memory_usage_megabytes", 104.86), ("system/gpu_1_memory_usage_percentage", 10)],
            sample.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, Math.Round(pair.Value, 2))));
    }
}
