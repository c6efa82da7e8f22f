using System.Diagnostics;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Kills;

/// <summary>The disk of the runs fills up: the grid stops with a message, and with room again the same command goes on to the same numbers.</summary>
public sealed class DiskFullTests : IDisposable
{
    private readonly Workspace _workspace = new();
    private string? _disk;

    public void Dispose()
    {
        if (_disk is not null)
            Mount("umount", _disk);
        _workspace.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    public async Task A_full_disk_stops_the_grid_and_costs_no_number(int kilobytesLeft)
    {
        var expected = await Walks.OutcomeAsync();
        _disk = Directory.CreateDirectory(_workspace.PathOf("runs")).FullName;
        Assert.SkipUnless(OperatingSystem.IsLinux() && Mount("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", _disk), "a small disk can't be mounted here: that needs Linux and root");
        _workspace.Write("walks.json", Walks.Declaration);
        var ballast = Path.Combine(_disk, "ballast");
        File.WriteAllBytes(ballast, new byte[(2048 - kilobytesLeft) * 1024]);

        var full = await _workspace.KdAsync(Walks.Command);
        TestContext.Current.TestOutputHelper?.WriteLine(full.ToString());
        full.MustEndWith(75);
        Assert.Contains("No space left", full.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("free some space, then run the same command again", full.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", full.ToString(), StringComparison.Ordinal);

        File.Delete(ballast);
        Assert.True(Mount("mount", "-o", "remount,size=64m", _disk));
        (await _workspace.KdAsync(Walks.Command)).MustEndWith(0);
        expected.MustEqual(Outcome.Of(_workspace));
        Assert.All(_workspace.Tracked, run => run.MustHaveEachPointOnce());
    }

    private static bool Mount(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
