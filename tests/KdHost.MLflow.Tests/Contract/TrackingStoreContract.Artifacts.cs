using System.Text;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Contract;

/// <content>Files of runs.</content>
public abstract partial class TrackingStoreContract
{
    [Fact]
    public async Task Artifacts_go_up_are_listed_and_come_down()
    {
        var run = await NewRunAsync();
        var file = Folder.File("source.txt");
        await File.WriteAllTextAsync(file, "hello\n", Cancellation);
        await Store.UploadArtifactAsync(run.Id, "plots/a b#%.txt", file, Cancellation);
        await File.WriteAllTextAsync(file, "hello again\n", Cancellation);
        await Store.UploadArtifactAsync(run.Id, "plots/a b#%.txt", file, Cancellation);

        Assert.Equal(new ArtifactInfo("plots", true, null), Assert.Single(await Store.ListArtifactsAsync(run.Id, cancellation: Cancellation).ListAsync()));
        Assert.Equal(
            new ArtifactInfo("plots/a b#%.txt", false, 12),
            Assert.Single(await Store.ListArtifactsAsync(run.Id, "plots", Cancellation).ListAsync()));
        var down = new MemoryStream();
        await Store.DownloadArtifactAsync(run.Id, "plots/a b#%.txt", down, Cancellation);
        Assert.Equal("hello again\n", Encoding.UTF8.GetString(down.ToArray()));
    }

    [Fact]
    public async Task A_missing_artifact_is_said_to_be_missing_and_an_empty_folder_is_empty()
    {
        var run = await NewRunAsync();
        var e = await Assert.ThrowsAsync<MlflowException>(() => Store.DownloadArtifactAsync(run.Id, "none.txt", new MemoryStream(), Cancellation));
        Assert.Equal(MlflowErrorCode.ResourceDoesNotExist, e.ErrorCode);
        Assert.Empty(await Store.ListArtifactsAsync(run.Id, cancellation: Cancellation).ListAsync());
    }

    [Fact]
    public async Task A_path_that_leads_out_of_the_run_is_refused()
    {
        var run = await NewRunAsync();
        await Assert.ThrowsAsync<MlflowException>(() => Store.UploadArtifactAsync(run.Id, "../x", Folder.File("x"), Cancellation));
    }
}
