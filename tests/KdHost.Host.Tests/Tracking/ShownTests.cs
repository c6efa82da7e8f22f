using System.Text.Json.Nodes;
using KdHost.Host.Journal;
using KdHost.Host.Tracking;
using KdHost.MLflow;
using KdHost.MLflow.Fake;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Training;

namespace KdHost.Host.Tests.Tracking;

/// <summary>What a researcher sees in the MLflow UI.</summary>
public sealed class ShownTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<FakeMlflow> ShipAsync(DiskGrid grid, string? register = null, FakeOptions? options = null)
    {
        var server = await FakeMlflow.StartAsync(options ?? new FakeOptions());
        foreach (var _ in new[] { "once", "again" })
        {
            await using var shipper = new Shipper(grid.Run, new TrackingAddress(server.Address.ToString()) { Register = register });
            await shipper.ConcludeAsync(Cancellation);
            Assert.Empty(shipper.Problems);
            File.Delete(Directory.EnumerateFiles(grid.Run.Tracking, "*.shipped").Single());
        }

        return server;
    }

    private static DiskGrid Grid(string more = "", Func<DiskGrid, string, IEnumerable<JournalRecord>>? records = null)
    {
        var grid = new DiskGrid(seeds: 2, more);
        foreach (var trial in grid.Trials)
        {
            grid.Write(trial, [.. DiskGrid.Curve("val/acc", 3), .. records?.Invoke(grid, trial) ?? []]);
            grid.End(trial);
        }

        return grid;
    }

    [Fact]
    public async Task The_grid_has_its_leaderboard_as_note_and_table_with_method_formula_and_command()
    {
        using var grid = Grid();
        await using var server = await ShipAsync(grid);
        var parent = server.State.Runs.Values.Single(run => !run.Tags.ContainsKey(TrackingNames.Parent));
        var note = parent.Tags[TrackingNames.Note];
        foreach (var part in new[] { "| temperature=1 |", "Vanilla knowledge distillation", "NeurIPS 2023", "L_soft = T²", "`val/acc`", "Make it again: `kd run ", "compareRunsMode=CHART" })
            Assert.Contains(part, note, StringComparison.Ordinal);
        var listed = JsonNode.Parse(parent.Tags["mlflow.loggedArtifacts"])!.AsArray().Single()!;
        Assert.Equal("table", (string?)listed["type"]);
        var table = JsonNode.Parse(server.State.Artifacts[$"{parent.ArtifactUri["mlflow-artifacts:/".Length..]}/{listed["path"]}"])!;
        Assert.Equal(("configuration", "temperature=1", 2), ((string?)table["columns"]![0], (string?)table["data"]![0]![0], (int)table["data"]![0]![1]!));
        Assert.Equal("final/acc", server.State.Experiments.Values.Last().Tags["mlflow.experiment.primaryMetric.name"]);
    }

    [Fact]
    public async Task A_trial_has_a_readable_name_a_note_and_tags()
    {
        using var grid = Grid();
        await using var server = await ShipAsync(grid);
        var child = server.State.Runs.Values.Single(run => run.Name == "temperature=1 seed=0");
        Assert.Contains("L_soft", child.Tags[TrackingNames.Note], StringComparison.Ordinal);
        foreach (var (key, value) in new[] { ("kdhost.seed", "0"), ("kdhost.device", "cpu"), ("kdhost.method", "vanilla-kd"), ("mlflow.source.type", "LOCAL"), ("mlflow.user", Environment.UserName) })
            Assert.Equal(value, child.Tags[key]);
        Assert.Contains("kdhost.plugin.vanilla-kd", child.Tags.Keys);
    }

    [Fact]
    public async Task Data_sets_are_inputs_with_digest_and_context()
    {
        var use = new DataUse { Name = "digits", Digest = "abc", Context = "training", Source = "https://example.org/digits", Samples = 100, Classes = 10, Shape = [1, 8, 8] };
        using var grid = Grid(records: (_, _) => [new DatasetRecord(use) { Time = 1 }]);
        await using var server = await ShipAsync(grid);
        foreach (var run in server.State.Runs.Values.Where(run => run.Tags.ContainsKey(TrackingNames.Parent)))
        {
            var input = Assert.Single(run.Inputs).Value;
            Assert.Equal(("digits", "abc", "http"), ((string?)input["dataset"]!["name"], (string?)input["dataset"]!["digest"], (string?)input["dataset"]!["source_type"]));
            Assert.Equal("training", (string?)input["tags"]![0]!["value"]);
            Assert.Equal(100, (int)JsonNode.Parse((string)input["dataset"]!["profile"]!)!["num_rows"]!);
        }
    }

    [Fact]
    public async Task Images_over_steps_have_the_names_that_the_ui_shows_with_a_slider()
    {
        using var grid = Grid(records: (grid, trial) => [grid.Artifact(trial, "images/filters/first/12.png", "png")]);
        await using var server = await ShipAsync(grid);
        var child = server.State.Runs.Values.First(run => run.Tags.ContainsKey(TrackingNames.Parent));
        Assert.Equal("True", child.Tags["mlflow.loggedImages"]);
        var names = server.State.Artifacts.Keys.Where(key => key.Contains(child.Id, StringComparison.Ordinal)).Select(key => key.Split("/artifacts/")[1]).Order(StringComparer.Ordinal);
        Assert.Equal(
            ["images/filters~first+step+12+timestamp+1764000000500+aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa+compressed.webp", "images/filters~first+step+12+timestamp+1764000000500+aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa.png"],
            names);
    }

    [Theory]
    [InlineData(FakeProfile.V2)]
    [InlineData(FakeProfile.V3)]
    public async Task The_best_student_is_kept_with_its_card_among_the_models_and_registered_on_request(FakeProfile profile)
    {
        using var grid = Grid(""", "register": "digits-student" """, (grid, trial) =>
        [
            grid.Artifact(trial, Students.WeightsFile, $"weights of {trial}"), grid.Artifact(trial, Students.ConfigFile, "{}"),
            new MetricRecord("validation/accuracy_best", trial == grid.Trials[1] ? 90 : 80, 3) { Time = 1 },
        ]);
        await using var server = await ShipAsync(grid, options: new FakeOptions { Profile = profile });
        var parent = server.State.Runs.Values.Single(run => !run.Tags.ContainsKey(TrackingNames.Parent));
        string Text(string name) => System.Text.Encoding.UTF8.GetString(server.State.Artifacts[$"{parent.ArtifactUri["mlflow-artifacts:/".Length..]}/best-student/{name}"]);
        Assert.Equal($"weights of {grid.Trials[1]}", Text("model.safetensors"));
        Assert.Contains("| validation/accuracy_best | 90 |", Text("README.md"), StringComparison.Ordinal);
        Assert.Contains(parent.Id, Text("MLmodel"), StringComparison.Ordinal);

        var version = Assert.Single(server.State.Models["digits-student"].Versions);
        Assert.Equal(($"{parent.ArtifactUri}/best-student", parent.Id), ((string?)version["source"], (string?)version["run_id"]));
        Assert.Equal("1", server.State.Models["digits-student"].Aliases["best"]);
        Assert.Equal(profile == FakeProfile.V2 ? 0 : 1, server.State.LoggedModels.Count);
        Assert.Equal(profile == FakeProfile.V2 ? 0 : 1, parent.Outputs.Count);
        Assert.DoesNotContain(server.State.Artifacts.Keys, key => key.Contains("/student/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_note_of_any_grid_fits_into_what_servers_take()
    {
        using var grid = Grid();
        var results = Host.Reports.GridResults.Read(grid.Run);
        var board = Host.Reports.Leaderboard.Of(results);
        var long1000 = board with { Rows = [.. Enumerable.Range(0, 1000).Select(i => board.Rows[0] with { Configuration = board.Rows[0].Configuration with { Label = $"some.long.option.path={i} and.another.one={i}" } })] };
        var note = GridNote.Of(long1000, results.Record, null, "mlflow ui");
        Assert.InRange(note.Length, 2000, 5000);
        Assert.Contains("more configurations are in leaderboard.csv", note, StringComparison.Ordinal);
        Assert.Contains("mlflow ui", note, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_values_are_cut_to_what_every_server_takes()
    {
        Assert.Equal(250, TrackingNames.RunName(new string('x', 300)).Length);
        Assert.Equal(500, TrackingNames.Param("p", new string('x', 501)).Value.Length);
        Assert.Equal(new Param("p", "1e-05"), TrackingNames.Param("p", "1e-05"));
        Assert.Equal(5000, TrackingNames.Tag("t", new string('x', 6000)).Value.Length);
        Assert.EndsWith("…", TrackingNames.RunName(string.Concat(Enumerable.Repeat("😀", 200))), StringComparison.Ordinal);
    }
}
