using KdHost.Host.Experiments;
using KdHost.Host.Experiments.Grids;
using KdHost.Host.Tests.Support;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Tests.Experiments.Grids;

/// <summary>Experiments written as JSON.</summary>
internal static class Declared
{
    public static Experiment Of(string json)
    {
        using var folder = new TemporaryFolder();
        return ExperimentReader.Read(folder.Write("file.json", json), []);
    }

    public static List<TrialSpec> Expand(this Experiment experiment) => [.. TrialExpander.Expand(experiment, Catalog.Methods)];

    public static IEnumerable<string> Labels(this Experiment experiment) => experiment.Expand().Select(trial => trial.Label);

    public static GridSurvey Survey(this Experiment experiment) => TrialExpander.Check(experiment, Catalog.Methods);

    public static IReadOnlyList<Fault> Faults(string json) => Assert.Throws<FaultException>(() => Of(json).Survey()).Faults;
}
