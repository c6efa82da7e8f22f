using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;
using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.Security;

/// <summary>A run directory from somebody else can't make the host write, delete or send anything outside of it.</summary>
public sealed class ForeignRunTests : IAsyncLifetime, IDisposable
{
    private const string Secret = "not for the store";

    private readonly Workspace _workspace = new();

    public async ValueTask InitializeAsync()
    {
        _workspace.Write("walks.json", Walks.Declaration.Replace("\"epochMilliseconds\": 40", "\"epochMilliseconds\": 0", StringComparison.Ordinal));
        (await _workspace.KdAsync([.. Walks.Command, "--tracking", "off"])).MustEndWith(0);
        _workspace.Write("outside/secret.txt", Secret);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Ids_that_are_paths_are_refused_by_every_command()
    {
        var index = _workspace.Run.Any("index");
        File.AppendAllText(index, """{"id":"../../../outside/00","configurationId":"00","method":"probe","seed":0,"label":"x","point":{},"parameters":{}}""" + "\n");
        await NothingOutsideChangesAsync(["status", "report", "clean --yes", "sync", "run"], mustFail: true);
    }

    [Fact]
    public async Task Links_are_refused_by_every_command()
    {
        Directory.Delete(Path.Combine(_workspace.Run.Path, "report"), recursive: true);
        Directory.CreateSymbolicLink(Path.Combine(_workspace.Run.Path, "report"), _workspace.PathOf("outside"));
        await NothingOutsideChangesAsync(["report", "clean --yes", "sync", "run"], mustFail: true);
    }

    [Theory]
    [InlineData("fine.txt", "../../../../../outside/secret.txt")]
    [InlineData("../../../../outside/new.txt", "1/journal")]
    public async Task Files_that_a_journal_names_elsewhere_are_not_sent_anywhere(string name, string path)
    {
        foreach (var (trial, done) in _workspace.Run.Done)
            Insert(Path.Combine(_workspace.Run.Path, "trials", trial[^2..], trial, $"{done["epoch"]}", "journal"), new JsonObject { ["type"] = "artifact", ["time"] = 1, ["name"] = name, ["path"] = path, ["size"] = 1, ["sha256"] = "00" });
        await NothingOutsideChangesAsync(["status", "report", "sync"], mustFail: false);
        foreach (var file in Directory.EnumerateFiles(_workspace.Folder, "*", SearchOption.AllDirectories).Where(file => !file.StartsWith(_workspace.PathOf("outside"), StringComparison.Ordinal)))
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) < 0, file);
    }

    private async Task NothingOutsideChangesAsync(string[] commands, bool mustFail)
    {
        var before = Outside();
        foreach (var command in commands)
        {
            string[] arguments = command == "run" ? Walks.Command : [.. command.Split(' '), _workspace.Run.Name];
            var result = await _workspace.KdAsync(arguments);
            Assert.True(!mustFail || result.ExitCode == 2, $"{command}:\n{result}");
            Assert.DoesNotContain("   at ", result.ToString(), StringComparison.Ordinal);
            Assert.Equal(before, Outside());
        }
    }

    private Dictionary<string, string> Outside() =>
        Directory.EnumerateFiles(_workspace.PathOf("outside"), "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllText);

    // Behind the start record, with a checksum that is right.
    private static void Insert(string journal, JsonObject record)
    {
        var lines = File.ReadAllLines(journal).ToList();
        var json = Encoding.UTF8.GetBytes(record.ToJsonString());
        lines.Insert(1, $"{Crc32.HashToUInt32(json):x8} {Encoding.UTF8.GetString(json)}");
        File.WriteAllText(journal, string.Concat(lines.Select(line => line + "\n")));
    }
}
