using System.Text.Json.Nodes;
using KdHost.Host.Search;
using KdHost.Host.Search.Tpe;
using KdHost.Sdk.Randomness;
using KdHost.Sdk.Search;

namespace KdHost.Host.Tests.Search;

public sealed class TpeTests
{
    private static readonly SearchSpace Space = new(new Dictionary<string, Distribution>
    {
        ["x"] = new Uniform(-5, 5),
        ["rate"] = new LogUniform(1e-5, 1),
        ["layers"] = new IntegerRange(1, 16),
        ["loss"] = new Choice(["kd", "dkd", "dist"]),
    });

    [Fact]
    public void It_finds_better_points_than_random_search_on_a_known_function()
    {
        const int Seeds = 20;
        var wins = 0;
        var (tpe, random) = (0.0, 0.0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var (one, other) = (Best(new TpeProposer(), new TpeOptions(), seed), Best(new RandomProposer(), new NoOptions(), seed));
            (tpe, random) = (tpe + (one / Seeds), random + (other / Seeds));
            wins += one > other ? 1 : 0;
        }

        // The function is at most 0. By a sign test, 15 of 20 are significant at 2.1 % one-sided.
        Assert.True(wins >= 15, $"{wins} of {Seeds}; mean {tpe:f3} against {random:f3}");
        Assert.True(tpe > random / 2, $"mean {tpe:f3} against {random:f3}");
    }

    [Fact]
    public void The_same_history_and_seed_give_the_same_batch_and_another_seed_another_one()
    {
        var history = History(new RandomProposer(), new NoOptions(), seed: 3, points: 20);
        Assert.Equal(Show(Propose(new TpeProposer(), new TpeOptions(), history, 5)), Show(Propose(new TpeProposer(), new TpeOptions(), history, 5)));
        Assert.NotEqual(Show(Propose(new TpeProposer(), new TpeOptions(), history, 5)), Show(Propose(new TpeProposer(), new TpeOptions(), history, 6)));
    }

    [Fact]
    public void A_batch_spreads_out()
    {
        var history = History(new RandomProposer(), new NoOptions(), seed: 3, points: 20);
        var batch = Propose(new TpeProposer(), new TpeOptions(), history, 5, batch: 8);
        Assert.Equal(8, batch.Select(point => point["x"]!.GetValue<double>()).Distinct().Count());
    }

    [Fact]
    public void Proposals_stay_inside_the_space()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            foreach (var point in History(new TpeProposer(), new TpeOptions(), seed, points: 40).Select(point => point.Values))
            {
                Assert.InRange(point["x"]!.GetValue<double>(), -5, 5);
                Assert.InRange(point["rate"]!.GetValue<double>(), 1e-5, 1);
                Assert.InRange(point["layers"]!.GetValue<long>(), 1, 16);
                Assert.Contains((string?)point["loss"], new[] { "kd", "dkd", "dist" });
            }
        }
    }

    [Fact]
    public void It_survives_histories_without_a_single_number()
    {
        var random = new RandomProposer();
        SearchPoint[] failed = [.. Propose(random, new NoOptions(), [], 1, batch: 30).Select(point => new SearchPoint(point, SearchOutcome.Failed, null))];
        Assert.Equal(4, Propose(new TpeProposer(), new TpeOptions(), failed, 1).Count);
        SearchPoint[] undefined = [.. failed.Select(point => point with { Outcome = SearchOutcome.Finished, Value = double.NaN })];
        Assert.Equal(4, Propose(new TpeProposer(), new TpeOptions(), undefined, 1).Count);
    }

    [Fact]
    public void A_truncated_density_integrates_to_one()
    {
        JsonNode?[] values = [0.1, 0.11, 4.9, -5.0, 2.0];
        var density = new ParzenDensity(Scale.Of(new Uniform(-5, 5)), values, 1);
        var sum = Enumerable.Range(0, 10_000).Sum(i => Math.Exp(density.LogDensity(-5 + ((i + 0.5) / 1000))) / 1000);
        Assert.Equal(1, sum, 1e-3);
        var whole = new ParzenDensity(Scale.Of(new IntegerRange(1, 16)), [3, 3, 9], 1);
        Assert.Equal(1, Enumerable.Range(1, 16).Sum(i => Math.Exp(whole.LogDensity(i))), 1e-9);
        var log = new ParzenDensity(Scale.Of(new IntegerRange(1, 1000, log: true)), [3, 30, 900], 1);
        Assert.Equal(1, Enumerable.Range(1, 1000).Sum(i => Math.Exp(log.LogDensity(i))), 1e-9);
    }

    [Fact]
    public void The_newest_observations_count_fully()
    {
        Assert.Equal([1, 1, 1], ObservationWeights.Of(3));
        var weights = ObservationWeights.Of(30);
        Assert.Equal(1.0 / 30, weights[0], 1e-12);
        Assert.All(weights[5..], weight => Assert.Equal(1, weight));
        Assert.Equal(weights.Order(), weights);
    }

    private static double Best(ITrialProposer proposer, object options, long seed) => History(proposer, options, seed, points: 60).Max(point => point.Value!.Value);

    private static List<SearchPoint> History(ITrialProposer proposer, object options, long seed, int points)
    {
        var history = new List<SearchPoint>();
        while (history.Count < points)
            history.AddRange(Propose(proposer, options, history, seed).Select(point => new SearchPoint(point, SearchOutcome.Finished, Value(point))));
        return history;
    }

    private static IReadOnlyList<IReadOnlyDictionary<string, JsonNode?>> Propose(ITrialProposer proposer, object options, IReadOnlyList<SearchPoint> history, long seed, int batch = 4) =>
        proposer.Propose(options, new ProposalRequest { Space = Space, History = history, Seed = seed, BatchSize = batch, Maximize = true });

    // Each dimension has its own best value.
    private static double Value(IReadOnlyDictionary<string, JsonNode?> point) =>
        -Math.Pow(point["x"]!.GetValue<double>() - 1, 2)
        - Math.Pow(Math.Log10(point["rate"]!.GetValue<double>()) + 2, 2)
        - (0.1 * Math.Pow(point["layers"]!.GetValue<long>() - 12, 2))
        - ((string?)point["loss"] == "dkd" ? 0 : 2);

    private static string Show(IEnumerable<IReadOnlyDictionary<string, JsonNode?>> points) =>
        string.Join("\n", points.Select(point => string.Join(" ", point.Select(pair => $"{pair.Key}={pair.Value?.ToJsonString()}"))));
}
