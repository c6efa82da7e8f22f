using System.Text;
using KdHost.EndToEnd.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace KdHost.EndToEnd.Tests.BadInput;

/// <summary>Data sets that can't be had, or are not what they should be.</summary>
public sealed class DataSetTests : IDisposable
{
    private const string FirstFile = "data/fashion-mnist/train-images-idx3-ubyte.gz";
    private static readonly byte[] WrongBytes = Encoding.UTF8.GetBytes(new string('x', 1000));

    private readonly Workspace _workspace = new();

    public DataSetTests()
    {
        _workspace.Environment["KDHOST_DATA"] = _workspace.PathOf("data");
        _workspace.Write("x.json", Declarations.Small.Replace("\"digits\"", "\"fashion-mnist\"", StringComparison.Ordinal));
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task A_download_with_a_wrong_checksum_is_refused_and_thrown_away()
    {
        await using var mirror = await MirrorAsync(context => DataServer.SendAsync(context, WrongBytes));

        (await _workspace.KdAsync("run", "x.json")).MustRefuse(
            $"{_workspace.PathOf(FirstFile)}: the downloaded file has a wrong checksum", found: $"from {mirror.Address}", expected: "md5 8d4fb7e6c68d591d4c3dfef9ec88bf0d", fix: "run again");
        Assert.Empty(Directory.EnumerateFiles(_workspace.PathOf("data"), "*", SearchOption.AllDirectories));
        MustNotHaveRun();
    }

    [Fact]
    public async Task A_damaged_file_put_there_by_hand_is_refused_and_kept()
    {
        foreach (var name in new[] { "train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1" })
            _workspace.Write($"data/fashion-mnist/{name}-ubyte.gz", "not what it should be");

        (await _workspace.KdAsync("run", "x.json")).MustRefuse(
            $"{_workspace.PathOf(FirstFile)}: this data file is damaged", found: "not gzip", expected: "a gzip file", fix: "delete the file");
        Assert.Equal("not what it should be", await File.ReadAllTextAsync(_workspace.PathOf(FirstFile), TestContext.Current.CancellationToken));
        MustNotHaveRun();
    }

    [Fact]
    public async Task Without_a_network_the_message_says_which_file_to_put_where()
    {
        await using (var mirror = await MirrorAsync(context => DataServer.SendAsync(context, WrongBytes)))
        {
            // Closed again: nothing listens at this port now.
        }

        (await _workspace.KdAsync("run", "x.json")).MustRefuse(
            $"{_workspace.PathOf(FirstFile)}: the data set fashion-mnist is not there", found: "failed: Connection refused", expected: "train-images-idx3-ubyte.gz from http", fix: "put the file there");
        MustNotHaveRun();
    }

    [Fact]
    public async Task A_mirror_that_lacks_the_file_is_named()
    {
        await using var mirror = await MirrorAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });

        (await _workspace.KdAsync("run", "x.json")).MustRefuse(
            $"{_workspace.PathOf(FirstFile)}: the data set fashion-mnist is not there", found: $"{mirror.Address}/fashion-mnist/train-images-idx3-ubyte.gz failed: ", expected: "md5", fix: "KDHOST_DATA");
    }

    [Fact]
    public async Task A_broken_download_is_kept_and_the_next_run_asks_for_the_rest()
    {
        var breakAfter = 400;
        await using var mirror = await MirrorAsync(context => DataServer.SendAsync(context, WrongBytes, breakAfter));

        (await _workspace.KdAsync("run", "x.json")).MustRefuse(
            $"{_workspace.PathOf(FirstFile)}: the data set fashion-mnist is not there", found: "failed: ", expected: "md5", fix: "run again to go on with the download");
        Assert.Equal(400, new FileInfo(_workspace.PathOf(FirstFile) + ".part").Length);

        breakAfter = int.MaxValue;
        (await _workspace.KdAsync("run", "x.json")).MustEndWith(2);
        Assert.Equal(["/fashion-mnist/train-images-idx3-ubyte.gz", "/fashion-mnist/train-images-idx3-ubyte.gz bytes=400-"], mirror.Requests);
        MustNotHaveRun();
    }

    [Fact]
    public async Task Ctrl_C_ends_a_download_that_hangs_with_exit_code_130()
    {
        await using var mirror = await MirrorAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        await using var running = _workspace.Start("run", "x.json");
        await running.UntilAsync(() => !mirror.Requests.IsEmpty, "the download begins");

        LinuxProcess.Signal(running.Id, LinuxProcess.Interrupt);

        var result = (await running.EndAsync()).MustEndWith(130);
        Assert.Contains("Stopped before any trial ran", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Errors);
    }

    private async Task<DataServer> MirrorAsync(Func<HttpContext, Task> answer)
    {
        var mirror = await DataServer.StartAsync(answer);
        _workspace.Environment["KDHOST_DATAMIRROR"] = mirror.Address;
        return mirror;
    }

    private void MustNotHaveRun()
    {
        Assert.Empty(_workspace.Run.Done);
        Assert.False(Directory.Exists(Path.Combine(_workspace.Run.Path, "trials")));
    }
}
