using System.Text.Json.Nodes;
using KdHost.MLflow.Fake;

namespace KdHost.EndToEnd.Tests.Support;

/// <summary>Compares what a server holds with the journals of a finished grid.</summary>
internal static class Journals
{
    /// <summary>Fails unless every trial is one run of the server with exactly the points and params of its journal, once each, and the grid is one run above them.</summary>
    public static void MustBeIn(FakeMlflow server, RunFolder run)
    {
        lock (server.State.Gate)
        {
            var active = server.State.Runs.Values.Where(found => !found.IsDeleted).ToList();
            var parent = active.Single(found => !found.Tags.ContainsKey("kdhost.trial_id"));
            var children = active.Where(found => found.Tags.ContainsKey("kdhost.trial_id")).ToLookup(found => found.Tags["kdhost.trial_id"]);
            Assert.Equal(active.Count - 1, run.Done.Count);
            Assert.Equal("FINISHED", parent.Status);
            foreach (var (trial, done) in run.Done)
            {
                var child = children[trial].Single();
                var expected = Points(run, trial, (int)done["epoch"]!).Order(StringComparer.Ordinal);
                var stored = child.History.Where(point => !point.Key.StartsWith("final/", StringComparison.Ordinal)).Select(point => Line(point.Key, point.Step, point.Timestamp, point.Value)).Order(StringComparer.Ordinal);
                Assert.Equal(expected, stored);
                Assert.Single(child.History, point => point.Key.StartsWith("final/", StringComparison.Ordinal));
                Assert.Equal(("FINISHED", parent.Id, "vanilla-kd"), (child.Status, child.Tags["mlflow.parentRunId"], child.Params["method"]));
            }
        }
    }

    private static IEnumerable<string> Points(RunFolder run, string trial, int epoch) => File
        .ReadLines(Path.Combine(run.Path, "trials", trial[^2..], trial, $"{epoch}", "journal"))
        .Select(line => JsonNode.Parse(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])!)
        .Where(record => (string?)record["type"] == "metric")
        .Select(record => Line((string)record["name"]!, (long)record["step"]!, (long)record["time"]!, (double)record["value"]!));

    private static string Line(string name, long step, long time, double value) => FormattableString.Invariant($"{name} {step} {time} {BitConverter.DoubleToInt64Bits(value):x16}");
}
