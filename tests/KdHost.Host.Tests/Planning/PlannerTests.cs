using KdHost.Host.Configuration;
using KdHost.Host.Experiments;
using KdHost.Host.Journal;
using KdHost.Host.Planning;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tests.Support;

namespace KdHost.Host.Tests.Planning;

public sealed class PlannerTests : IDisposable
{
    private const string Grid = """{ "method": "vanilla-kd", "grid": { "temperature": [1, 2, 4] }, "seeds": 2 }""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Before_the_first_run_everything_is_to_run_in_the_order_declared()
    {
        var plan = Plan(Grid);
        Assert.Equal((6, 3, 6), (plan.Trials, plan.Configurations, plan.ToRun));
        Assert.Null(plan.Estimate);
        Assert.Equal(["temperature=1 0", "temperature=2 0", "temperature=4 0", "temperature=1 1", "temperature=2 1", "temperature=4 1"], Trials(Grid).Select(trial => $"{trial.Configuration} {trial.Seed}"));
        Assert.False(Directory.Exists(plan.Directory.Path)); // looking leaves no trace
    }

    [Fact]
    public void Every_trial_is_counted_by_how_it_stands()
    {
        var (run, trials) = (Plan(Grid).Directory, Trials(Grid).ToList());
        run.Create();
        var pilot = PilotIdentity.Create();
        File.WriteAllText(Path.Combine(run.Pilots, $"{pilot.Id}.json"), System.Text.Json.JsonSerializer.Serialize(pilot));
        End(run, trials[0].Id, TrialState.Finished, Build);
        End(run, trials[1].Id, TrialState.Finished, Guid.NewGuid());
        End(run, trials[2].Id, TrialState.Failed, Build);
        new Leases(run, pilot, new PilotWatch(run, TimeProvider.System)).TryClaim(trials[3].Id);
        new Leases(run, pilot with { Id = "gone", ProcessId = int.MaxValue }, new PilotWatch(run, TimeProvider.System)).TryClaim(trials[4].Id);

        var plan = Plan(Grid);

        Assert.Equal((2, 1, 1, 1, 1, 1), (Count(PlannedState.Finished), Count(PlannedState.Failed), Count(PlannedState.Running), Count(PlannedState.Interrupted), Count(PlannedState.ToRun), plan.Stale));
        Assert.Equal([PlannedState.Finished, PlannedState.Finished, PlannedState.Failed, PlannedState.Running, PlannedState.Interrupted, PlannedState.ToRun], Trials(Grid).Select(trial => trial.State));
        Assert.Equal([trials[1].Id], Trials(Grid).Where(trial => trial.Stale).Select(trial => trial.Id));

        long Count(PlannedState state) => plan.Count(state);
    }

    [Fact]
    public void A_trial_that_was_stopped_early_has_ended()
    {
        var (run, trials) = (Plan(Grid).Directory, Trials(Grid).ToList());
        run.Create();
        End(run, trials[0].Id, TrialState.Stopped, Build);
        Assert.Equal((1, 5), (Plan(Grid).Count(PlannedState.Stopped), Plan(Grid).ToRun));
    }

    [Fact]
    public void Of_a_search_the_proposed_trials_are_listed_and_the_others_counted()
    {
        const string Search = """{ "method": "vanilla-kd", "search": { "trials": 10, "space": { "temperature": { "uniform": [1, 4] } } }, "seeds": 2 }""";
        var run = Plan(Search).Directory;
        run.Create();
        var experiment = ExperimentReader.Read(Path.Combine(_folder.Path, "grid.json"), []);
        var trials = TrialExpander.Expand(ExperimentReader.Read(_folder.Write("two.json", Grid), []), Catalog.Methods).Where(trial => trial.Point["temperature"]!.GetValue<int>() > 1).ToList();
        new TrialIndex(run).Add(trials);
        RunRecord.Write(run, experiment, trials);
        End(run, trials[0].Id, TrialState.Finished, Build);

        var plan = Plan(Search);

        Assert.Equal((20, 10, 8, 1, 19), (plan.Trials, plan.Configurations, plan.Unproposed, plan.Count(PlannedState.Finished), plan.ToRun));
        Assert.Equal(4, Trials(Search).Count());
    }

    [Theory]
    [InlineData("""{ "method": "vanilla-kd", "grid": { "temperature": [1, 2, 4] }, "seeds": 3 }""", 3)]
    [InlineData("""{ "method": "vanilla-kd", "grid": { "temperature": [8, 4, 2, 1] }, "seeds": 2 }""", 2)]
    [InlineData("""{ "method": "vanilla-kd", "seeds": [0, 1], "parameters": { "epochs": 100, "student": "mlp-16" }, "grid": { "temperature": [1.0, 2e0, 4.00] } }""", 0)]
    [InlineData("""{ "method": "vanilla-kd", "list": [ { "temperature": 4 }, { "temperature": 2 }, {} ], "seeds": 2 }""", 0)]
    [InlineData("""{ "method": "vanilla-kd", "grid": { "temperature": [1, 2, 4] }, "seeds": 1 }""", 0)]
    [InlineData("""{ "method": "vanilla-kd", "grid": { "temperature": [1, 2, 4], "epochs": [100, 50] }, "seeds": 2 }""", 6)]
    [InlineData("""{ "method": "vanilla-kd", "parameters": { "epochs": 99 }, "grid": { "temperature": [1, 2, 4] }, "seeds": 2 }""", 6)]
    public void Of_a_file_that_was_edited_only_what_is_new_is_to_run(string edited, long expected)
    {
        var run = Plan(Grid).Directory;
        run.Create();
        foreach (var trial in Trials(Grid))
            End(run, trial.Id, TrialState.Finished, Build);
        Assert.Equal(expected, Plan(edited).ToRun);
    }

    [Fact]
    public void The_time_left_follows_from_the_finished_trials_that_are_most_like_what_is_to_run()
    {
        var run = Plan(Grid).Directory;
        run.Create();
        var specs = TrialExpander.Expand(ExperimentReader.Read(Path.Combine(_folder.Path, "grid.json"), []), Catalog.Methods).ToList();
        new TrialIndex(run).Add(specs);
        foreach (var (spec, milliseconds) in specs.Take(2).Zip([2000, 4000]))
        {
            End(run, spec.Id, TrialState.Finished, Build);
            Journal(run, spec.Id, 1, null, 0, 7000); // cut off after a checkpoint at 500 ms
            Journal(run, spec.Id, 2, new JournalPosition(1, 0), 100_000, milliseconds);
        }

        var estimate = Plan(Grid).Estimate!;

        var method = Assert.Single(estimate.Methods);
        Assert.Equal((4, 3.0, 2), (method.Trials, method.Each.TotalSeconds, method.Like));
        Assert.Equal(["temperature"], method.Differing);
        Assert.Equal(4 * 3.0 / estimate.Slots, estimate.Time.TotalSeconds, 3);
        Assert.Equal([Path.GetFileName(run.Path)], method.From);
        Assert.Equal(["epochs"], Assert.Single(Plan(Grid.Replace("\"grid\"", "\"name\": \"other\", \"parameters\": { \"epochs\": 50 }, \"grid\"", StringComparison.Ordinal)).Estimate!.Methods).Differing);
    }

    [Fact]
    public void Files_of_data_sets_that_are_not_here_are_named_and_no_fault()
    {
        var missing = Plan("""{ "method": "vanilla-kd", "grid": { "dataset": ["digits", "fashion-mnist"] } }""").MissingFiles;
        Assert.Equal(4, missing.Count);
        Assert.All(missing, file => Assert.Equal(("fashion-mnist", Path.Combine(_folder.Path, "data", "fashion-mnist")), (file.DataSet, Path.GetDirectoryName(file.Path))));
    }

    [Fact]
    public void A_device_that_is_not_here_is_a_warning() =>
        Assert.Equal("resources.device", Assert.Single(Plan("""{ "method": "vanilla-kd", "resources": { "device": "cuda:7" } }""").Warnings).Key);

    private static Guid Build => Catalog.Methods.Get("vanilla-kd").Build;

    private static void End(RunDirectory run, string trial, TrialState state, Guid build) =>
        new DoneTrials(run).TryAdd(trial, new DoneRecord(state, 2, null, build, new Dictionary<string, double>()));

    private static void Journal(RunDirectory run, string trial, int epoch, JournalPosition? from, long begin, int milliseconds)
    {
        Directory.CreateDirectory(run.Trial(trial).Epoch(epoch));
        using var journal = new JournalWriter(run.Trial(trial).Journal(epoch));
        journal.Append(new StartRecord(epoch, from, "machine", "cpu", 1) { Time = begin });
        journal.Append(new EndRecord(TrialState.Finished, null) { Time = begin + milliseconds });
    }

    private Plan Plan(string json) => Planner(json).Make();

    private IEnumerable<PlannedTrial> Trials(string json) => Planner(json).Trials();

    private Planner Planner(string json) => new(_folder.Write("grid.json", json), [], Settings.Read(new Dictionary<string, string?>
    {
        ["runs"] = Path.Combine(_folder.Path, "runs"),
        ["data"] = Path.Combine(_folder.Path, "data"),
        ["plugins"] = Repository.Plugins(),
    }));
}
