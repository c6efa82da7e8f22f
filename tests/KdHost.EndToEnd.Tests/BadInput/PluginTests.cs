using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.BadInput;

/// <summary>Plugin folders that can't be used: named with the reason and the fix; other plugins go on working.</summary>
public sealed class PluginTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public PluginTests() => _workspace.Write("x.json", Declarations.Small);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_broken_assembly_is_refused()
    {
        _workspace.WritePlugin("Torn", [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 37))]);

        await MustRefuse("Torn", found: "Torn.dll is not a readable .NET assembly", expected: "a plugin built for this host", fix: "build the plugin again");
    }

    [Fact]
    public async Task A_plugin_folder_named_with_a_trailing_slash_is_checked_too()
    {
        _workspace.WritePlugin("Torn", [1, 2, 3]);

        (await _workspace.KdAsync("run", "x.json", "--plugins", "plugins/")).MustRefuse($"{_workspace.PathOf("plugins/Torn")}: this plugin can't be used", "not a readable .NET assembly", "a plugin", "build");
    }

    [Fact]
    public async Task An_assembly_built_against_another_SDK_is_refused_with_both_versions()
    {
        _workspace.PluginOfAnotherSdk("Future");

        await MustRefuse("Future", found: "it was built against KdHost.Sdk 99.0.0, this host has ", expected: "a plugin built for this host", fix: "build it against KdHost.Sdk ");
    }

    [Fact]
    public async Task A_plugin_with_its_own_copy_of_TorchSharp_is_refused()
    {
        var folder = _workspace.CopyOfBuiltPlugin("Heavy");
        File.Copy(Path.Combine(Repository.HostFolder, "TorchSharp.dll"), Path.Combine(folder, "TorchSharp.dll"));

        await MustRefuse("Heavy", found: "it brings its own copy of TorchSharp.dll", expected: "a plugin built for this host", fix: "delete TorchSharp.dll there");
    }

    [Fact]
    public async Task A_folder_without_an_assembly_is_refused()
    {
        _workspace.Write("plugins/Empty/readme.txt", "to be written");

        await MustRefuse("Empty", found: "no plugin assembly in it", expected: "a plugin built for this host", fix: "Empty.dll");
    }

    [Fact]
    public async Task A_second_plugin_with_the_same_method_is_refused_with_both_folders()
    {
        _workspace.CopyOfBuiltPlugin("Twin");

        await MustRefuse("Twin", found: $"its method vanilla-kd is already in {Repository.BuiltPlugin}", expected: "a plugin built for this host", fix: "rename one of the two");
    }

    [Fact]
    public async Task A_plugin_folder_that_is_not_there_is_refused()
    {
        (await _workspace.KdAsync("run", "x.json", "--plugins", "nowhere")).MustRefuse("plugins: there is no such plugin folder", _workspace.PathOf("nowhere"), "one folder a plugin", "--plugins");
        Assert.True(_workspace.NothingRan);
    }

    [Fact]
    public async Task Listing_methods_shows_the_good_plugins_and_one_line_for_each_bad_one()
    {
        _workspace.WritePlugin("Torn", [1, 2, 3]);
        _workspace.PluginOfAnotherSdk("Future");

        var result = (await _workspace.KdAsync("methods", "--plugins", "plugins")).MustEndWith(0);

        Assert.Contains("vanilla-kd", result.Output, StringComparison.Ordinal);
        Assert.Contains($"unusable plugin {_workspace.PathOf("plugins/Torn")} (Broken): ", result.Output, StringComparison.Ordinal);
        Assert.Contains($"unusable plugin {_workspace.PathOf("plugins/Future")} (WrongSdk): ", result.Output, StringComparison.Ordinal);
    }

    private async Task MustRefuse(string plugin, string found, string expected, string fix)
    {
        (await _workspace.KdAsync("run", "x.json", "--plugins", "plugins")).MustRefuse($"{_workspace.PathOf($"plugins/{plugin}")}: this plugin can't be used", found, expected, fix);
        Assert.True(_workspace.NothingRan);
    }
}
