using KdHost.Host.Reports;
using KdHost.Host.Reports.Tables;
using KdHost.Host.RunDirectories;
using KdHost.Host.Tests.Support;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Tests.RunDirectories;

/// <summary>Whatever a disk does to the records of a run directory: they are read, or refused by name.</summary>
public sealed class DamagedRecordTests : IDisposable
{
    private readonly FakeRun _run = new() { Baseline = new() { ["a"] = 1 } };

    public DamagedRecordTests()
    {
        foreach (var a in new[] { 1, 2 })
            _run.Finish(0, a, ("a", a), ("c", "words")); // two names that one bit makes the same
        _run.Save();
    }

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("experiment.json")]
    [InlineData("index")]
    [InlineData("done")]
    public void A_record_with_any_bit_turned_is_read_or_refused_by_its_name(string name)
    {
        var file = FileOf(name);
        var content = File.ReadAllBytes(file);
        for (var place = 0; place < content.Length; place++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                content[place] ^= (byte)(1 << bit);
                File.WriteAllBytes(file, content);
                MustBeReadOrRefused($"bit {bit} of byte {place}");
                content[place] ^= (byte)(1 << bit);
            }
        }
    }

    [Theory]
    [InlineData("experiment.json")]
    [InlineData("index")]
    [InlineData("done")]
    public void A_record_cut_anywhere_is_read_or_refused_by_its_name(string name)
    {
        var file = FileOf(name);
        var content = File.ReadAllBytes(file);
        for (var length = 0; length < content.Length; length++)
        {
            File.WriteAllBytes(file, content[..length]);
            MustBeReadOrRefused($"cut at {length}");
        }
    }

    private string FileOf(string name) =>
        Path.Combine(_run.Run.Path, name) is var path && File.Exists(path) ? path : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();

    private void MustBeReadOrRefused(string damage)
    {
        try
        {
            _ = Leaderboard.Of(GridResults.Read(_run.Run)).Rows.Count;
        }
        catch (FaultException fault)
        {
            Assert.All(fault.Faults, fault => Assert.StartsWith(_run.Run.Path, fault.File, StringComparison.Ordinal));
        }
        catch (Exception other) when (other is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{damage}: {other}");
        }
    }
}
