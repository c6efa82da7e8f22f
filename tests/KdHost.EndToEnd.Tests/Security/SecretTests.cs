using System.Text;
using KdHost.EndToEnd.Tests.Support;
using KdHost.MLflow.Fake;

namespace KdHost.EndToEnd.Tests.Security;

/// <summary>Credentials reach the server and nothing else: no log, journal, artifact, database, message or command line.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Secret = "hunter2-Zq9", User = "ada";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("password", true)]
    [InlineData("token", true)]
    [InlineData("token", false)]
    [InlineData("address", true)]
    public async Task A_credential_is_found_nowhere_after_a_run(string kind, bool isAccepted)
    {
        await using var server = await FakeMlflow.StartAsync(new FakeOptions
        {
            Authorization = !isAccepted ? "Basic no-such-user" : kind == "token" ? $"Bearer {Secret}" : $"Basic {Encoded}",
        });
        _workspace.Write("x.json", Walks.Declaration.Replace("\"epochMilliseconds\": 40", "\"epochMilliseconds\": 0", StringComparison.Ordinal));
        _workspace.Environment["MLFLOW_TRACKING_URI"] = kind == "address" ? new UriBuilder(server.Address) { UserName = User, Password = Secret }.Uri.ToString() : server.Address.ToString();
        if (kind == "password")
            (_workspace.Environment["MLFLOW_TRACKING_USERNAME"], _workspace.Environment["MLFLOW_TRACKING_PASSWORD"]) = (User, Secret);
        if (kind == "token")
            _workspace.Environment["MLFLOW_TRACKING_TOKEN"] = Secret;

        var printed = new StringBuilder();
        foreach (var command in new string[][] { ["run", "x.json", "--plugins", Repository.TestPlugins, "--verbose"], ["sync", "DIR", "--verbose"], ["run", "x.json", "--plugins", Repository.TestPlugins] })
            printed.Append(await _workspace.KdAsync([.. command.Select(part => part == "DIR" ? _workspace.Run.Name : part)]));

        Assert.DoesNotContain(Secret, printed.ToString(), StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(_workspace.Folder, "*", SearchOption.AllDirectories))
        {
            var content = File.ReadAllBytes(file);
            Assert.True(content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) < 0 && content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Encoded)) < 0, file);
        }

        lock (server.State.Gate)
        {
            Assert.Equal(isAccepted, server.State.Runs.Count > 0);
            Assert.DoesNotContain(server.State.Runs.Values, run => run.Tags.Values.Concat(run.Params.Values).Any(text => text.Contains(Secret, StringComparison.Ordinal)));
            Assert.DoesNotContain(server.State.Artifacts.Values, content => content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) >= 0);
        }
    }

    private static string Encoded => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Secret}"));
}
