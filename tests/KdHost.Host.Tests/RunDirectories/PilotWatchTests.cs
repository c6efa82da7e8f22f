using KdHost.Host.RunDirectories;
using KdHost.Host.Tests.Support;

namespace KdHost.Host.Tests.RunDirectories;

public sealed class PilotWatchTests : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly PilotWatch _watch;

    public PilotWatchTests()
    {
        var run = new RunDirectory(_folder.Path);
        run.Create();
        _watch = new PilotWatch(run, _time);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_process_of_this_machine_is_judged_at_once()
    {
        Assert.False(_watch.IsDead(Pilots.Alive()));
        Assert.True(_watch.IsDead(Pilots.Dead()));
        Assert.True(_watch.IsDead(Pilots.Replaced()));
    }

    [Fact]
    public void A_living_process_is_never_dead_however_old_its_heartbeat()
    {
        var pilot = Pilots.Alive();
        Assert.False(_watch.IsDead(pilot));
        _time.Advance(PilotWatch.Patience * 10);
        Assert.False(_watch.IsDead(pilot));
    }

    [Fact]
    public void A_pilot_elsewhere_is_dead_when_its_heartbeat_stood_still_for_longer_than_the_patience()
    {
        Beat("1");
        Assert.False(_watch.IsDead(Pilots.Elsewhere()));
        _time.Advance(PilotWatch.Patience);
        Assert.False(_watch.IsDead(Pilots.Elsewhere()));
        _time.Advance(Moment);
        Assert.True(_watch.IsDead(Pilots.Elsewhere()));
    }

    [Fact]
    public void Each_beat_of_a_pilot_elsewhere_starts_the_wait_anew()
    {
        for (var beat = 0; beat < 5; beat++)
        {
            Beat($"{beat}");
            Assert.False(_watch.IsDead(Pilots.Elsewhere()));
            _time.Advance(PilotWatch.Patience - Moment);
            Assert.False(_watch.IsDead(Pilots.Elsewhere()));
        }
    }

    [Fact]
    public void A_pilot_elsewhere_that_never_beat_is_given_the_same_patience()
    {
        Assert.False(_watch.IsDead(Pilots.Elsewhere()));
        _time.Advance(PilotWatch.Patience + Moment);
        Assert.True(_watch.IsDead(Pilots.Elsewhere()));
    }

    [Fact]
    public void A_pilot_that_was_given_up_and_beats_again_lives()
    {
        Assert.False(_watch.IsDead(Pilots.Elsewhere()));
        _time.Advance(PilotWatch.Patience + Moment);
        Beat("back");
        Assert.False(_watch.IsDead(Pilots.Elsewhere()));
    }

    [Fact]
    public void A_heartbeat_that_is_being_written_has_changed()
    {
        Beat("1");
        Assert.False(_watch.IsDead(Pilots.Elsewhere()));
        _time.Advance(PilotWatch.Patience + Moment);
        using (new FileStream(_watch.BeatFile(Pilots.Elsewhere()), FileMode.Open, FileAccess.Write, FileShare.None))
            Assert.False(_watch.IsDead(Pilots.Elsewhere()));
    }

    private void Beat(string content) => File.WriteAllText(_watch.BeatFile(Pilots.Elsewhere()), content);
}
