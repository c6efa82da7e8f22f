using System.Runtime.CompilerServices;
using KdHost.MLflow.Rest;
using KdHost.MLflow.Rest.Wire;

namespace KdHost.MLflow;

/// <content>Versions of models.</content>
public sealed partial class RegistryEndpoints
{
    /// <summary>Adds a version.</summary>
    /// <param name="name">The model.</param>
    /// <param name="source">Where the files are, such as a run's artifact address and a folder.</param>
    /// <param name="runId">The run that made it.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<ModelVersion> CreateVersionAsync(string name, string source, string? runId = null, CancellationToken cancellation = default) =>
        AskVersionAsync(RestCall.Create("model-versions/create", runId), new WireRegistryRequest { Name = name, Source = source, RunId = runId }, cancellation);

    /// <summary>A version.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<ModelVersion> GetVersionAsync(string name, string version, CancellationToken cancellation = default) =>
        GetVersionAsync(RestCall.Get("model-versions/get", ("name", name), ("version", version)), cancellation);

    /// <summary>The versions that match a filter in MLflow's grammar, such as <c>name = 'student'</c>.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public async IAsyncEnumerable<ModelVersion> SearchVersionsAsync(string filter, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? token = null;
        do
        {
            var call = RestCall.Get("model-versions/search", ("filter", filter), ("max_results", "1000"), ("page_token", token));
            var page = await _transport.SendAsync(call, null, WireJson.Default.WireModelVersions, cancellation).ConfigureAwait(false);
            foreach (var version in page.ModelVersions ?? [])
                yield return version.ToEntity();
            token = page.NextPageToken;
        }
        while (!string.IsNullOrEmpty(token));
    }

    /// <summary>Describes a version.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="description">What it is.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<ModelVersion> UpdateVersionAsync(string name, string version, string description, CancellationToken cancellation = default) => AskVersionAsync(
        RestCall.Post("model-versions/update") with { Method = HttpMethod.Patch }, new WireRegistryRequest { Name = name, Version = version, Description = description }, cancellation);

    /// <summary>Removes a version; its files stay.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task DeleteVersionAsync(string name, string version, CancellationToken cancellation = default) =>
        DoAsync(Delete("model-versions/delete"), new WireRegistryRequest { Name = name, Version = version }, cancellation);

    /// <summary>Sets a tag of a version.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task SetVersionTagAsync(string name, string version, Tag tag, CancellationToken cancellation = default) =>
        DoAsync(RestCall.Post("model-versions/set-tag"), new WireRegistryRequest { Name = name, Version = version, Key = tag.Key, Value = tag.Value }, cancellation);

    /// <summary>Removes a tag of a version.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="key">The tag's name.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task DeleteVersionTagAsync(string name, string version, string key, CancellationToken cancellation = default) =>
        DoAsync(Delete("model-versions/delete-tag"), new WireRegistryRequest { Name = name, Version = version, Key = key }, cancellation);

    /// <summary>The address that a version's files are downloaded from.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<string> GetDownloadAddressAsync(string name, string version, CancellationToken cancellation = default)
    {
        var call = RestCall.Get("model-versions/get-download-uri", ("name", name), ("version", version));
        var answer = await _transport.SendAsync(call, null, WireJson.Default.WireDownloadAddress, cancellation).ConfigureAwait(false);
        return answer.ArtifactUri ?? "";
    }

    private async Task<ModelVersion> GetVersionAsync(RestCall call, CancellationToken cancellation)
    {
        var answer = await _transport.SendAsync(call, null, WireJson.Default.WireModelVersionAnswer, cancellation).ConfigureAwait(false);
        return (answer.ModelVersion ?? new WireModelVersion()).ToEntity();
    }

    private async Task<ModelVersion> AskVersionAsync(RestCall call, WireRegistryRequest body, CancellationToken cancellation)
    {
        var answer = await AskAsync(call, body, WireJson.Default.WireModelVersionAnswer, cancellation).ConfigureAwait(false);
        return (answer.ModelVersion ?? new WireModelVersion()).ToEntity();
    }
}
