using System.Text.Json;
using KdHost.Host.Cleaning;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tests.RunDirectories;
using KdHost.Host.Tests.Support;

namespace KdHost.Host.Tests.Cleaning;

public sealed class CleanPlanTests : IDisposable
{
    private static readonly DateTimeOffset Later = DateTimeOffset.UtcNow.AddHours(2);

    private readonly FakeRun _fake = new();
    private readonly IndexEntry _finished, _open;

    public CleanPlanTests()
    {
        _finished = _fake.Finish(0, 1);
        _open = _fake.Declare(1);
        _fake.Log(_finished, [("train/loss", 1, 1)]);
        foreach (var (entry, epoch, number) in new[] { (_finished, 1, 3), (_finished, 2, 7), (_open, 1, 5) })
            Write(Path.Combine(_fake.Run.Trial(entry.Id).Checkpoints(epoch), $"{number}", "state"));
        Write(Path.Combine(_fake.Run.Cache, "teacher", "0123", "weights"));
        _fake.Save();
    }

    public void Dispose() => _fake.Dispose();

    [Fact]
    public void Of_a_finished_trial_the_superseded_checkpoint_goes_and_all_else_stays()
    {
        var plan = CleanPlan.Of(_fake.Run, checkpoints: false, Later);
        var item = Assert.Single(plan.Items);
        Assert.Equal((LeftoverKind.SupersededCheckpoint, Path.Combine(_fake.Run.Trial(_finished.Id).Checkpoints(1), "3")), (item.Kind, item.Path));
        Assert.Equal(4, plan.Delete(Later));
        Assert.False(Directory.Exists(item.Path));
        Assert.True(File.Exists(_fake.Run.Trial(_finished.Id).Journal(1)));
        Assert.True(Directory.Exists(Path.Combine(_fake.Run.Trial(_open.Id).Checkpoints(1), "5")));
    }

    [Fact]
    public void The_cache_goes_when_nothing_is_left_to_run_and_last_checkpoints_when_asked()
    {
        Assert.DoesNotContain(CleanPlan.Of(_fake.Run, checkpoints: true, Later).Items, item => item.Kind == LeftoverKind.Cache);
        _fake.End(_open, default, null, []);
        Assert.Equal([LeftoverKind.SupersededCheckpoint, LeftoverKind.LastCheckpoint, LeftoverKind.LastCheckpoint, LeftoverKind.Cache], CleanPlan.Of(_fake.Run, checkpoints: true, Later).Items.Select(item => item.Kind).Order());
    }

    [Fact]
    public void Left_overs_of_dead_processes_go_once_they_are_old_enough()
    {
        Write(Path.Combine(_fake.Run.Path, $"lock.json.{Guid.NewGuid():n}.tmp"));
        Write(Path.Combine(_fake.Run.Trial(_open.Id).Checkpoints(1), $"6.{Guid.NewGuid():n}", "state"));
        int Count(DateTimeOffset now) => CleanPlan.Of(_fake.Run, checkpoints: false, now).Items.Count(item => item.Kind == LeftoverKind.Temporary);
        Assert.Equal((0, 2), (Count(DateTimeOffset.UtcNow), Count(Later)));
    }

    [Fact]
    public void Nothing_goes_while_a_process_works_on_the_run_also_when_it_begins_after_the_plan()
    {
        var plan = CleanPlan.Of(_fake.Run, checkpoints: true, Later);
        Assert.NotEmpty(plan.Items);
        var pilot = Pilots.Alive();
        File.WriteAllText(Path.Combine(_fake.Run.Pilots, $"{pilot.Id}.json"), JsonSerializer.Serialize(pilot));

        Assert.Equal(0, plan.Delete(Later));
        Assert.True(CleanPlan.Of(_fake.Run, checkpoints: true, Later).IsInUse);
        Assert.True(CleanPlan.Whole(_fake.Run, Later).IsInUse);
        Assert.All(plan.Items, item => Assert.True(Path.Exists(item.Path)));
    }

    [Fact]
    public void A_link_is_never_followed_out_of_the_run()
    {
        using var elsewhere = new TemporaryFolder();
        var kept = elsewhere.Write("kept", "kept");
        Directory.CreateDirectory(Path.Combine(elsewhere.Path, "1"));
        var checkpoints = _fake.Run.Trial(_finished.Id).Checkpoints(3);
        Directory.CreateDirectory(Path.GetDirectoryName(checkpoints)!);
        Directory.CreateSymbolicLink(checkpoints, elsewhere.Path);
        Directory.CreateSymbolicLink(Path.Combine(_fake.Run.Trial(_finished.Id).Checkpoints(1), "3", "out"), elsewhere.Path);

        var plan = CleanPlan.Of(_fake.Run, checkpoints: true, Later);
        Assert.DoesNotContain(plan.Items, item => item.Path.StartsWith(checkpoints, StringComparison.Ordinal));
        plan.Delete(Later);
        Assert.False(new SafeTree(_fake.Run.Path).Delete(Path.Combine(checkpoints, "kept")));
        Assert.False(new SafeTree(_fake.Run.Path).Delete(kept));
        Assert.True(File.Exists(kept));
        Assert.True(Directory.Exists(Path.Combine(elsewhere.Path, "1")));
    }

    private static void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "four");
    }
}
