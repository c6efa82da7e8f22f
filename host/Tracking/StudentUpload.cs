using System.Globalization;
using System.Security.Cryptography;
using KdHost.Host.RunDirectories;
using KdHost.MLflow;

namespace KdHost.Host.Tracking;

/// <summary>Keeps a grid's best student with the grid's run, shows it among the models of MLflow 3, and registers it when asked to.</summary>
/// <param name="store">The store.</param>
/// <param name="parent">The grid's run.</param>
/// <param name="run">The run directory.</param>
/// <param name="made">What the run was made with.</param>
/// <param name="student">The student.</param>
internal sealed class StudentUpload(ITrackingStore store, ParentRun parent, RunDirectory run, RunLock? made, BestStudent student)
{
    private const string Folder = "best-student", DigestTag = "kdhost.weights_sha256", Alias = "best";

    /// <summary>Copies the files.</summary>
    /// <param name="info">The grid's run.</param>
    /// <param name="register">The name to register it under; null for not at all.</param>
    /// <param name="isFinal">Whether no better one can come.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task RunAsync(RunInfo info, string? register, bool isFinal, CancellationToken cancellation)
    {
        var files = WriteFiles();
        await parent.Artifacts.UploadAsync(info.RunId, files.Select(file => ($"{Folder}/{file.Key}", file.Value)), cancellation);
        if (!isFinal || parent.Artifacts.Problem is not null)
            return;
        var digest = await DigestAsync(cancellation);
        if (store is RestTrackingStore server)
            await LogModelAsync(server.Client, info, files, digest, cancellation);
        if (register is not null)
            await store.RegisterModelAsync(Version(info, register, digest), cancellation);
    }

    // Cards stand beside the report: they are made anew each time.
    private Dictionary<string, string> WriteFiles()
    {
        var folder = Directory.CreateDirectory(Path.Combine(run.Tracking, Folder)).FullName;
        var (card, model) = (Path.Combine(folder, "README.md"), Path.Combine(folder, "MLmodel"));
        File.WriteAllText(card, ModelCard.Of(student, parent.Record, made));
        File.WriteAllText(model, $"artifact_path: {Folder}\nflavors:\n  safetensors:\n    weights: model.safetensors\n    config: config.json\nrun_id: {parent.RunId}\nutc_time_created: '{File.GetLastWriteTimeUtc(student.Weights).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}'\n");
        return new() { ["model.safetensors"] = student.Weights, ["config.json"] = student.Config, ["README.md"] = card, ["MLmodel"] = model };
    }

    private async Task<string> DigestAsync(CancellationToken cancellation)
    {
        await using var weights = File.OpenRead(student.Weights);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(weights, cancellation));
    }

    private async Task LogModelAsync(MlflowClient server, RunInfo info, Dictionary<string, string> files, string digest, CancellationToken cancellation)
    {
        var known = await FindAsync(server, info, digest, cancellation);
        if (known?.Status.Contains("READY", StringComparison.Ordinal) == true)
            return;
        var entry = student.Trial.Entry;
        var model = known ?? await server.Models.TryCreateAsync(
            new NewLoggedModel
            {
                ExperimentId = info.ExperimentId,
                Name = Folder,
                SourceRunId = info.RunId,
                ModelType = "student",
                Params = [.. student.Row.Configuration.Parameters.Select(pair => TrackingNames.Param(pair.Key, pair.Value?.ToString() ?? "none"))],
                Tags = [new Tag(DigestTag, digest), new Tag(TrackingNames.Trial, entry.Id)],
            },
            cancellation);
        if (model is null)
            return; // before MLflow 3
        foreach (var (name, path) in files)
            await server.Models.UploadAsync(model, name, path, cancellation);
        await server.Models.FinishAsync(model.Id, isReady: true, cancellation);
        await server.Runs.LogOutputsAsync(info.RunId, [(model.Id, 0)], cancellation);
    }

    private static async Task<LoggedModel?> FindAsync(MlflowClient server, RunInfo info, string digest, CancellationToken cancellation)
    {
        try
        {
            await foreach (var model in server.Models.SearchAsync([info.ExperimentId], $"source_run_id = '{info.RunId}'", cancellation))
            {
                if (model.Tags.Any(tag => tag == new Tag(DigestTag, digest)))
                    return model;
            }
        }
        catch (MlflowException error) when (error.Status is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.MethodNotAllowed && error.ErrorCode is null)
        {
            // before MLflow 3
        }

        return null;
    }

    private NewModelVersion Version(RunInfo info, string name, string digest)
    {
        var card = ModelCard.Of(student, parent.Record, made);
        var objective = parent.Objective;
        return new NewModelVersion
        {
            Name = name,
            Source = $"{info.ArtifactUri.TrimEnd('/')}/{Folder}",
            RunId = info.RunId,
            Description = card.Length <= MlflowLimits.ModelDescription ? card : card[..MlflowLimits.ModelDescription],
            Alias = Alias,
            Tags =
            [
                new Tag(DigestTag, digest), new Tag(TrackingNames.Trial, student.Trial.Entry.Id), TrackingNames.Tag("kdhost.configuration", student.Row.Configuration.Label),
                .. student.Trial.Done!.Metrics.TryGetValue(objective, out var value) ? [TrackingNames.Tag(objective, MlflowNumber.Text(value))] : (Tag[])[],
            ],
        };
    }
}
