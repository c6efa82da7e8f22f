using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using KdHost.MLflow.Rest;
using KdHost.MLflow.Rest.Wire;

namespace KdHost.MLflow;

/// <summary>The model registry: models, versions and aliases. Stages are left out, MLflow gave them up in 2.9.</summary>
public sealed class RegistryEndpoints
{
    private readonly RestTransport _transport;

    internal RegistryEndpoints(RestTransport transport) => _transport = transport;

    /// <summary>Creates a model without versions.</summary>
    /// <param name="name">The name; without slashes and colons.</param>
    /// <param name="description">What it is.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<RegisteredModel> CreateModelAsync(string name, string? description = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || name.IndexOfAny(['/', ':']) >= 0)
            throw Limit.Refused($"The model name \"{name}\" is not valid: it must not be empty or hold slashes or colons.");
        var answer = await AskAsync(
            RestCall.Create("registered-models/create"),
            new WireRegistryRequest { Name = name, Description = description },
            WireJson.Default.WireRegisteredModelAnswer,
            cancellation).ConfigureAwait(false);
        return (answer.RegisteredModel ?? new WireRegisteredModel()).ToEntity();
    }

    /// <summary>A model.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<RegisteredModel> GetModelAsync(string name, CancellationToken cancellation = default)
    {
        var answer = await _transport.SendAsync(
            RestCall.Get("registered-models/get", ("name", name)), null, WireJson.Default.WireRegisteredModelAnswer, cancellation).ConfigureAwait(false);
        return (answer.RegisteredModel ?? new WireRegisteredModel()).ToEntity();
    }

    /// <summary>Removes a model with all its versions.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task DeleteModelAsync(string name, CancellationToken cancellation = default) => AskAsync(
        RestCall.Post("registered-models/delete") with { Method = HttpMethod.Delete },
        new WireRegistryRequest { Name = name },
        WireJson.Default.WireNothing,
        cancellation);

    /// <summary>Adds a version.</summary>
    /// <param name="name">The model.</param>
    /// <param name="source">Where the files are, such as a run's artifact address and a folder.</param>
    /// <param name="runId">The run that made it.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<ModelVersion> CreateVersionAsync(string name, string source, string? runId = null, CancellationToken cancellation = default)
    {
        var answer = await AskAsync(
            RestCall.Create("model-versions/create", runId),
            new WireRegistryRequest { Name = name, Source = source, RunId = runId },
            WireJson.Default.WireModelVersionAnswer,
            cancellation).ConfigureAwait(false);
        return (answer.ModelVersion ?? new WireModelVersion()).ToEntity();
    }

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

    /// <summary>Sets a tag of a model.</summary>
    /// <param name="name">The model.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task SetModelTagAsync(string name, Tag tag, CancellationToken cancellation = default) => AskAsync(
        RestCall.Post("registered-models/set-tag"),
        new WireRegistryRequest { Name = name, Key = tag.Key, Value = tag.Value },
        WireJson.Default.WireNothing,
        cancellation);

    /// <summary>Sets a tag of a version.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task SetVersionTagAsync(string name, string version, Tag tag, CancellationToken cancellation = default) => AskAsync(
        RestCall.Post("model-versions/set-tag"),
        new WireRegistryRequest { Name = name, Version = version, Key = tag.Key, Value = tag.Value },
        WireJson.Default.WireNothing,
        cancellation);

    /// <summary>Lets a name point to a version: MLflow 2.3 and later.</summary>
    /// <param name="name">The model.</param>
    /// <param name="alias">The name that points, such as <c>champion</c>.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task SetAliasAsync(string name, string alias, string version, CancellationToken cancellation = default) => AskAsync(
        RestCall.Post("registered-models/alias"),
        new WireRegistryRequest { Name = name, Alias = alias, Version = version },
        WireJson.Default.WireNothing,
        cancellation);

    /// <summary>The version that an alias points to.</summary>
    /// <param name="name">The model.</param>
    /// <param name="alias">The alias.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<ModelVersion> GetByAliasAsync(string name, string alias, CancellationToken cancellation = default)
    {
        var call = RestCall.Get("registered-models/alias", ("name", name), ("alias", alias));
        var answer = await _transport.SendAsync(call, null, WireJson.Default.WireModelVersionAnswer, cancellation).ConfigureAwait(false);
        return (answer.ModelVersion ?? new WireModelVersion()).ToEntity();
    }

    private Task<TAnswer> AskAsync<TAnswer>(
        RestCall call, WireRegistryRequest body, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellation) =>
        _transport.SendAsync(call, body, WireJson.Default.WireRegistryRequest, answerType, cancellation);
}
