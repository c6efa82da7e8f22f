namespace KdHost.MLflow.Tests.Contract;

/// <content>Registered models.</content>
public abstract partial class TrackingStoreContract
{
    [Fact]
    public async Task The_same_files_of_a_run_are_registered_once()
    {
        var run = await NewRunAsync();
        var version = new NewModelVersion
        {
            Name = Unique("student's best"),
            Source = $"{run.Info.ArtifactUri}/best",
            RunId = run.Id,
            Description = "First.",
            Tags = [new("acc", "0.9")],
            Alias = "best",
        };
        var made = await Store.RegisterModelAsync(version, Cancellation);
        var again = await Store.RegisterModelAsync(version with { Description = "Second.", Tags = [new("acc", "0.91")] }, Cancellation);
        Assert.Equal((made.Version, "Second.", run.Id, version.Source, "READY"), (again.Version, again.Description, again.RunId, again.Source, again.Status));
        Assert.Equal(new Tag("acc", "0.91"), Assert.Single(again.Tags));
        var other = await Store.RegisterModelAsync(version with { Source = $"{run.Info.ArtifactUri}/other" }, Cancellation);
        Assert.Equal(("1", "2"), (made.Version, other.Version));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a:b")]
    [InlineData("")]
    public async Task A_model_is_not_registered_under_a_name_that_the_ui_cannot_show(string name)
    {
        var run = await NewRunAsync();
        var e = await Assert.ThrowsAsync<MlflowException>(() => Store.RegisterModelAsync(new NewModelVersion { Name = name, Source = "x", RunId = run.Id }, Cancellation));
        Assert.Equal(MlflowErrorCode.InvalidParameterValue, e.ErrorCode);
    }
}
