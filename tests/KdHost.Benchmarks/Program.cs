using KdHost.Benchmarks;
using KdHost.Sdk.Data;
using TorchSharp;

// Figures, not tests: they depend on the machine, so read ratios rather than absolute times.
// Usage: dotnet run --project tests/KdHost.Benchmarks -c Release [data root | loader | tracking]
if (args is ["tracking"])
{
    await TrackingSpeed.MeasureAsync(StartUp.Host);
    return;
}

if (args is ["loader"])
{
    LoaderThroughput.Measure();
    return;
}

var root = args is [var folder] ? new DataRoot(folder) : Environment.GetEnvironmentVariable(DataRoot.Variable) is { Length: > 0 } set ? new DataRoot(set) : DataRoot.Default;
torch.set_num_threads(Environment.ProcessorCount);
Console.WriteLine($"{Environment.ProcessorCount} cores, {torch.get_num_threads()} threads, .NET {Environment.Version}");
StartUp.Measure();
LoaderThroughput.Measure();
EpochThroughput.Measure(root);
await OutsideLibtorch.MeasureAsync(root);
ResidentMemory.Measure();
await TrackingSpeed.MeasureAsync(StartUp.Host);
