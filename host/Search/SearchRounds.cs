using System.Text.Json.Nodes;
using KdHost.Host.Experiments;
using KdHost.Host.Experiments.Grids;
using KdHost.Host.Experiments.Options;
using KdHost.Host.Experiments.Sections;
using KdHost.Host.Plugins;
using KdHost.Host.RunDirectories;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Search;

namespace KdHost.Host.Search;

/// <summary>
/// The trials of a search, batch by batch. The next batch is asked for when every trial of the one before has ended, so that proposals
/// depend on results alone, never on who was faster.
/// </summary>
internal sealed class SearchRounds
{
    private const string SpaceKey = "search.space";

    private readonly Experiment _experiment;
    private readonly SearchSettings _search;
    private readonly MethodCatalog _methods;
    private readonly SearchBatches _batches;
    private readonly SearchResults _results;
    private readonly List<IReadOnlyDictionary<string, JsonNode?>> _points = [];
    private int _number;

    public SearchRounds(Experiment experiment, MethodCatalog methods, RunDirectory run)
    {
        (_experiment, _search, _methods) = (experiment, experiment.Search!, methods);
        _batches = new SearchBatches(run, experiment);
        _results = new SearchResults(run, _search);
    }

    /// <summary>Checks all that can be wrong with a search before anything runs.</summary>
    /// <exception cref="FaultException">There are faults; all of them.</exception>
    public static void Check(Experiment experiment, MethodCatalog methods)
    {
        var (search, faults) = (experiment.Search!, new FaultList());
        if (!methods.Proposers.TryGetValue(search.Proposer, out var proposer))
            faults.Add(experiment.Source.At("search.proposer", "there is no such proposer") with { Found = search.Proposer, Expected = $"one of: {string.Join(", ", methods.Proposers.Keys)}", Fix = Nearest.Fix(search.Proposer, [.. methods.Proposers.Keys]) });
        else
            OptionBinder.Check(proposer.Schema, search.Options, (path, problem) => experiment.Source.At($"search.options.{path}", problem)).ToList().ForEach(faults.Add);
        if (StudyNameSection.Unknown(experiment, methods) is { } unknown)
            faults.Add(unknown);
        if (methods.Find(experiment.Method ?? "") is not { } method)
        {
            faults.Add(methods.Unknown(experiment.Method ?? "", experiment.Source.At("method", $"there is no method \"{experiment.Method}\"")));
        }
        else
        {
            OptionBinder.Check(method.Schema, experiment.Parameters, (path, problem) => experiment.Source.At($"parameters.{path}", problem)).ToList().ForEach(faults.Add);
            var wrong = search.Space.Dimensions.Select(dimension => Problem(method.Schema, dimension.Key, dimension.Value, (path, problem) => experiment.Source.At($"{SpaceKey}.{path}", problem)));
            wrong.OfType<Fault>().ToList().ForEach(faults.Add);
        }

        faults.ThrowIfAny();
    }

    /// <summary>The trials of the next batch; null when the search is over. Call it when all trials of the last one have ended.</summary>
    /// <exception cref="FaultException">The proposer proposed what can't be run.</exception>
    public IReadOnlyList<TrialSpec>? Next()
    {
        var points = _batches.Find(_number);
        if (points is null && _search.Points > _points.Count)
            points = _batches.Record(_number, Propose());
        points = points?.Take(_search.Points - _points.Count).ToList();
        if (points is null or { Count: 0 })
            return null;
        _number++;
        _points.AddRange(points);
        return [.. _experiment.Seeds.SelectMany(seed => points.Select(point => Trial(point, seed)))];
    }

    private IReadOnlyList<IReadOnlyDictionary<string, JsonNode?>> Propose()
    {
        var proposer = _methods.Proposers[_search.Proposer];
        var request = new ProposalRequest
        {
            Space = _search.Space,
            History = [.. _points.Select(point => _results.Of(point, _experiment.Seeds.Select(seed => Trial(point, seed))))],
            Seed = _search.Seed,
            BatchSize = Math.Min(_search.Batch, _search.Points - _points.Count),
            Maximize = _search.Maximize,
        };
        try
        {
            var points = proposer.Proposer.Propose(OptionBinder.Bind(proposer.Schema, _search.Options).Instance, request);
            foreach (var point in points)
                _ = Trial(point, _experiment.Seeds[0]);
            return points;
        }
        catch (Exception error) when (error is not FaultException)
        {
            throw new FaultException(
                _experiment.Source.At("search.proposer", "the proposer failed") with
                {
                    Found = $"{_search.Proposer}: {error.GetType().Name}: {error.Message}",
                    Expected = "points of the space",
                    Fix = "a fault of the proposer: --verbose shows where; what has run stays done",
                },
                error);
        }
    }

    private TrialSpec Trial(IReadOnlyDictionary<string, JsonNode?> point, long seed)
    {
        var method = _methods.Get(_experiment.Method!);
        var parameters = _experiment.Parameters.ToDictionary();
        foreach (var (path, value) in point)
            parameters[path] = value;
        var faults = OptionBinder.Check(method.Schema, point, (path, problem) => _experiment.Source.At($"{SpaceKey}.{path}", problem)).ToList();
        if (faults.Count > 0)
            throw new FaultException(faults);
        var options = OptionBinder.Bind(method.Schema, parameters);
        faults.AddRange(method.Method.Check(options.Instance).Select(fault => _experiment.Source.At($"{SpaceKey}.{fault.Key}", fault.Problem) with { Found = fault.Found, Expected = fault.Expected, Fix = fault.Fix }));
        return faults.Count == 0 ? TrialSpec.Of(_experiment.Method!, options, seed, point) : throw new FaultException(faults);
    }

    private static Fault? Problem(OptionSchema schema, string path, Distribution distribution, Func<string, string, Fault> at)
    {
        if (schema.Find(path) is not { } option)
            return OptionBinder.Check(schema, [KeyValuePair.Create(path, (JsonNode?)null)], at).FirstOrDefault();
        return SampleCheck.Problem(option, distribution) is { } fault ? at(path, fault.Problem) with { Found = fault.Found, Expected = fault.Expected, Fix = fault.Fix } : null;
    }
}
