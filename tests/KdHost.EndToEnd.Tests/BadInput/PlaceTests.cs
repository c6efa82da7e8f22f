using KdHost.EndToEnd.Tests.Support;

namespace KdHost.EndToEnd.Tests.BadInput;

/// <summary>Places that can't be used: the run directory, the tracking address, libtorch.</summary>
public sealed class PlaceTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public PlaceTests() => _workspace.Write("x.json", Declarations.Small);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_read_only_run_directory_is_refused()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("permissions are Unix's");
        else
            Directory.CreateDirectory(_workspace.PathOf("runs"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var result = await UnprivilegedAsync("run", "x.json");

        result.MustRefuse(_workspace.PathOf("runs/small-"), found: "denied", expected: "a folder that you may write", fix: "--runs");
        Assert.Contains("the run directory can't be written", result.Errors, StringComparison.Ordinal);
        Assert.True(_workspace.NothingRan);
    }

    [Fact]
    public async Task A_run_directory_whose_place_is_a_file_is_refused()
    {
        _workspace.Write("runs", "not a folder");

        (await _workspace.KdAsync("run", "x.json")).MustRefuse(_workspace.PathOf("runs/small-"), found: "", expected: "a folder that you may write", fix: "--runs");
    }

    [Fact]
    public async Task A_tracking_address_that_is_none_is_refused_before_anything_runs()
    {
        (await _workspace.KdAsync("run", "x.json", "--tracking", "ftp://example")).MustRefuse("tracking: the tracking store can't be opened", "ftp", "http://host:port", "--tracking");
        Assert.True(_workspace.NothingRan);
    }

    [Fact]
    public async Task A_settings_file_with_an_unknown_key_is_refused_with_the_nearest_one()
    {
        _workspace.Write("kdhost.json", "{\n  \"trackin\": \"http://127.0.0.1:5000\"\n}");

        (await _workspace.KdAsync("run", "x.json")).MustRefuse($"{_workspace.PathOf("kdhost.json")}:2: trackin: there is no such setting", "trackin", "data, dataMirror, runs, tracking, plugins", "did you mean \"tracking\"?");
        Assert.True(_workspace.NothingRan);
    }

    [Fact]
    public async Task A_libtorch_folder_without_libtorch_is_refused_with_the_variable_that_named_it()
    {
        _workspace.Environment["KDHOST_LIBTORCH"] = Directory.CreateDirectory(_workspace.PathOf("empty")).FullName;

        (await _workspace.KdAsync("run", "x.json")).MustRefuse("KDHOST_LIBTORCH: this libtorch can't be used", _workspace.PathOf("empty"), "libtorch's libraries", "unset it");
        Assert.True(_workspace.NothingRan);
    }

    [Fact]
    public async Task A_libtorch_that_lacks_symbols_is_refused_before_it_is_loaded()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the libraries are read as ELF files");
        foreach (var name in new[] { "libc10.so", "libtorch_cpu.so", "libtorch.so" }) // real libraries, all of them the smallest one
        {
            Directory.CreateDirectory(_workspace.PathOf("other"));
            File.Copy(Path.Combine(Repository.HostFolder, "libtorch", "libc10.so"), _workspace.PathOf($"other/{name}"));
        }

        _workspace.Environment["KDHOST_LIBTORCH"] = _workspace.PathOf("other");

        var result = await _workspace.KdAsync("run", "x.json");

        result.MustRefuse("KDHOST_LIBTORCH: this libtorch can't be used", _workspace.PathOf("other"), "the libtorch version that TorchSharp", "unset it");
        Assert.Contains("symbols that TorchSharp calls are missing, such as _ZN", result.Errors, StringComparison.Ordinal);
        Assert.True(_workspace.NothingRan);
    }

    [Fact]
    public async Task A_folder_that_is_no_run_directory_can_not_be_shipped()
    {
        (await _workspace.KdAsync("sync", "home")).MustRefuse($"{_workspace.PathOf("home")}: this is not a run directory", "no experiment.json", "a folder that kd run made", "runs/");
    }

    // Root passes by permissions; without this capability it meets them like anybody.
    private async Task<KdResult> UnprivilegedAsync(params string[] arguments)
    {
        if (!Environment.IsPrivilegedProcess)
            return await _workspace.KdAsync(arguments);
        var drop = Path.Combine("/usr/bin", "setpriv");
        Assert.SkipUnless(File.Exists(drop), "root can write everywhere, and setpriv is not there to give that up");
        await using var running = new RunningKd(_workspace.Prepare(drop, ["--bounding-set=-dac_override", "--inh-caps=-dac_override", Repository.Executable, .. arguments]), _workspace.Patience);
        return await running.EndAsync();
    }
}
