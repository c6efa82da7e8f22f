using KdHost.Benchmarks;
using KdHost.Sdk.Data;
using TorchSharp;

// Figures, not tests: they depend on the machine, so read ratios rather than absolute times.
// Usage: dotnet run --project tests/KdHost.Benchmarks -c Release [data root], or with the word parts (loader and graph models alone), graphs, tracking, execution or distillation.
if (args.Contains("tracking"))
{
    await TrackingSpeed.MeasureAsync(StartUp.Host);
    return;
}

if (args.Contains("execution"))
{
    GridCost.Measure(StartUp.Host);
    return;
}

if (args.Contains("distillation"))
{
    DistillationSteps.Measure();
    return;
}

var isInPart = args.Contains("parts");
var isGraphs = args.Contains("graphs");
var root = args.FirstOrDefault(argument => argument is not ("parts" or "graphs")) is { } folder ? new DataRoot(folder) : Environment.GetEnvironmentVariable(DataRoot.Variable) is { Length: > 0 } set ? new DataRoot(set) : DataRoot.Default;
torch.set_num_threads(Environment.ProcessorCount);
Console.WriteLine($"{Environment.ProcessorCount} cores, {torch.get_num_threads()} threads, .NET {Environment.Version}");
if (!isGraphs)
    LoaderThroughput.Measure();
GraphEpoch.Measure(root);
if (isGraphs)
    return;
DistillationSteps.Measure();
if (isInPart)
    return;
StartUp.Measure();
EpochThroughput.Measure(root);
await OutsideLibtorch.MeasureAsync(root);
ResidentMemory.Measure();
await TrackingSpeed.MeasureAsync(StartUp.Host);
GridCost.Measure(StartUp.Host);
