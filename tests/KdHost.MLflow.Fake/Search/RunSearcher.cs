using KdHost.MLflow.Fake.Protocol;
using KdHost.MLflow.Fake.State;

namespace KdHost.MLflow.Fake.Search;

/// <summary>Finds runs.</summary>
internal static class RunSearcher
{
    private const int MostResults = 50_000;

    internal static List<FakeRun> Find(FakeState state, FakeRequest request)
    {
        if (request.Number("max_results") is > MostResults and var wanted)
            throw Refusal.Invalid($"Invalid value for request parameter max_results. It must be at most {MostResults}, but got value {wanted}");

        var conditions = FilterParser.Parse(request.Text("filter"));
        var experiments = request.Texts("experiment_ids");
        var view = request.Text("run_view_type") ?? "ACTIVE_ONLY";
        var runs = state.Runs.Values
            .Where(run => experiments.Contains(run.ExperimentId))
            .Where(run => view == "ALL" || run.IsDeleted == (view == "DELETED_ONLY"))
            .Where(run => conditions.All(condition => condition.Holds(run)));
        return Sort(runs, request.Texts("order_by"));
    }

    private static List<FakeRun> Sort(IEnumerable<FakeRun> runs, IReadOnlyList<string> orders)
    {
        // Stable sorts from the least to the most important level.
        IEnumerable<FakeRun> sorted = runs.OrderByDescending(run => run.StartTime).ThenBy(run => run.Id, StringComparer.Ordinal);
        foreach (var (field, key, descending) in orders.Select(FilterParser.ParseOrder).Reverse())
        {
            var absentLast = sorted.OrderBy(run => RunValues.Of(run, field, key) is null or double.NaN);
            sorted = descending
                ? absentLast.ThenByDescending(run => RunValues.Of(run, field, key), Comparer<object?>.Default)
                : absentLast.ThenBy(run => RunValues.Of(run, field, key), Comparer<object?>.Default);
        }

        return [.. sorted];
    }
}
