using System.Text.Json;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tests.Support;

namespace KdHost.Host.Tests.RunDirectories;

public sealed class LeasesTests : IDisposable
{
    private const string Trial = "0123456789abcdef";

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly RunDirectory _run;

    public LeasesTests()
    {
        _run = new RunDirectory(_folder.Path);
        _run.Create();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_trial_that_nobody_holds_is_claimed_under_epoch_one()
    {
        Assert.False(Of(Pilots.Alive()).IsHeld(Trial));
        Assert.Equal(1, Of(Pilots.Alive()).TryClaim(Trial));
        Assert.True(Of(Pilots.Alive()).IsHeld(Trial));
    }

    [Fact]
    public void A_living_holder_keeps_its_trial_also_from_itself()
    {
        var pilot = Pilots.Alive();
        Assert.Equal(1, Of(pilot).TryClaim(Trial));
        Assert.Null(Of(Pilots.Alive()).TryClaim(Trial));
        Assert.Null(Of(pilot).TryClaim(Trial));
    }

    [Fact]
    public void Of_many_claimers_one_wins()
    {
        for (var round = 0; round < 50; round++)
            Assert.Single(AllAtOnce.Run(8, _ => Of(Pilots.Alive()).TryClaim($"trial-{round:d2}")), epoch => epoch is not null);
    }

    [Fact]
    public void Of_many_that_take_over_from_the_dead_one_wins_each_epoch()
    {
        for (var epoch = 1; epoch <= 20; epoch++)
        {
            Assert.Equal([epoch], AllAtOnce.Run(8, _ => Of(Pilots.Alive()).TryClaim(Trial)).OfType<int>());
            Hold(epoch, Pilots.Dead());
        }
    }

    [Fact]
    public void A_dead_holders_trial_is_claimed_under_the_next_epoch()
    {
        Assert.Equal(1, Of(Pilots.Dead()).TryClaim(Trial));
        Assert.False(Of(Pilots.Alive()).IsHeld(Trial));
        Assert.Equal(2, Of(Pilots.Alive()).TryClaim(Trial));
    }

    [Fact]
    public void A_holder_elsewhere_is_waited_for_until_its_heartbeat_is_too_old()
    {
        Hold(1, Pilots.Elsewhere());
        var leases = Of(Pilots.Alive());
        Assert.Null(leases.TryClaim(Trial));
        _time.Advance(PilotWatch.Patience + TimeSpan.FromSeconds(1));
        Assert.Equal(2, leases.TryClaim(Trial));
    }

    [Fact]
    public void A_holder_never_takes_over_from_itself_however_old_its_heartbeat()
    {
        var leases = Of(Pilots.Elsewhere());
        Assert.Equal(1, leases.TryClaim(Trial));
        Assert.Null(leases.TryClaim(Trial));
        _time.Advance(PilotWatch.Patience * 2);
        Assert.Null(leases.TryClaim(Trial));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"Id\":\"to")]
    [InlineData("null")]
    public void A_torn_lease_is_waited_for_and_then_taken_over(string content)
    {
        Hold(1, content);
        var leases = Of(Pilots.Alive());
        Assert.Null(leases.TryClaim(Trial));
        _time.Advance(PilotWatch.Patience);
        Assert.Null(leases.TryClaim(Trial));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, leases.TryClaim(Trial));
    }

    [Fact]
    public void A_holder_may_go_on_under_the_next_epoch_unless_another_has_it()
    {
        var (first, second) = (Of(Pilots.Alive()), Of(Pilots.Alive()));
        Assert.Equal(1, first.TryClaim(Trial));
        Assert.Equal(2, first.TryRenew(Trial, 1));
        Assert.Null(second.TryRenew(Trial, 1));
    }

    private Leases Of(PilotIdentity pilot) => new(_run, pilot, new PilotWatch(_run, _time));

    private void Hold(int epoch, PilotIdentity pilot) => Hold(epoch, JsonSerializer.Serialize(pilot));

    private void Hold(int epoch, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_run.Lease(Trial, epoch))!);
        File.WriteAllText(_run.Lease(Trial, epoch), content);
    }
}
