using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Kills;

/// <summary>A disk that lost or changed what was written: the trial goes on from what is intact, else from its start, and the numbers are the same.</summary>
public sealed class DamageTests : IDisposable
{
    private static readonly Random Random = KillStorm.NewRandom();

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("journal")]
    [InlineData("checkpoint")]
    public async Task Damage_to_an_unfinished_trial_changes_no_number(string part)
    {
        var expected = await Walks.OutcomeAsync();
        _workspace.Write("walks.json", Walks.Declaration);
        List<string> files;
        do
        {
            await KillAtACheckpointAsync(); // the trial may have ended before the kill
            files = [.. _workspace.Run.Unfinished.Where(file => part == "journal" ? Path.GetFileName(file) == "journal" : file.Contains($"{Path.DirectorySeparatorChar}checkpoints{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];
        }
        while (files.Count == 0);
        files.ForEach(Damage);

        (await _workspace.KdAsync(Walks.Command)).MustEndWith(0);
        expected.MustEqual(Outcome.Of(_workspace));
        Assert.All(_workspace.Tracked, run => run.MustHaveEachResultOnce());
    }

    [Fact]
    public async Task Any_damaged_file_of_a_run_directory_is_mended_or_refused_by_its_name()
    {
        _workspace.Write("walks.json", Walks.Declaration);
        (await _workspace.KdAsync(Walks.Command)).MustEndWith(0);
        foreach (var file in new[] { "experiment.json", "lock.json", "index/0000.jsonl", "done", "leases", "tracking", "report/leaderboard.csv" }.Select(name => _workspace.Run.Any(name)))
        {
            var before = File.ReadAllBytes(file);
            Damage(file);
            var result = await _workspace.KdAsync(Walks.Command);
            Assert.True(result.ExitCode is 0 || (result.ExitCode is 2 && result.Errors.Contains(Path.GetFileName(file), StringComparison.Ordinal)), $"{file}:\n{result}");
            Assert.DoesNotContain("   at ", result.ToString(), StringComparison.Ordinal);
            File.WriteAllBytes(file, before);
        }
    }

    [Fact]
    public async Task A_clock_that_was_a_year_off_when_files_were_written_changes_no_number()
    {
        var expected = await Walks.OutcomeAsync();
        _workspace.Write("walks.json", Walks.Declaration);
        await KillAtACheckpointAsync();
        foreach (var path in Directory.EnumerateFileSystemEntries(_workspace.Run.Path, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(Random.Next(2) == 0 ? -400 : 400));

        (await _workspace.KdAsync(Walks.Command)).MustEndWith(0);
        expected.MustEqual(Outcome.Of(_workspace));
    }

    private Task KillAtACheckpointAsync() =>
        new KillStorm(_workspace, Walks.Command, 0).KillWhenAsync(() => _workspace.HasRun && _workspace.Run.HasUnfinishedCheckpoint, "a checkpoint stands");

    // Emptied, cut or changed at any place; the seed that is printed repeats it.
    private static void Damage(string file)
    {
        var how = Random.GetItems(["emptied", "cut", "changed"], 1)[0];
        var content = File.ReadAllBytes(file);
        var place = content.Length == 0 ? 0 : Random.Next(content.Length);
        if (how == "changed" && content.Length > 0)
            content[place] ^= 0x15;
        File.WriteAllBytes(file, how switch { "emptied" => [], "cut" => content[..place], _ => content });
        TestContext.Current.TestOutputHelper?.WriteLine($"{how} at {place}: {file}");
    }
}
