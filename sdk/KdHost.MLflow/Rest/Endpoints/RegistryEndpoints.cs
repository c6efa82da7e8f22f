using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using KdHost.MLflow.Rest;
using KdHost.MLflow.Rest.Wire;

namespace KdHost.MLflow;

/// <summary>The model registry: models, versions and aliases. Stages are left out, MLflow gave them up in 2.9.</summary>
public sealed partial class RegistryEndpoints
{
    private readonly RestTransport _transport;

    internal RegistryEndpoints(RestTransport transport) => _transport = transport;

    /// <summary>Creates a model without versions.</summary>
    /// <param name="name">The name; without slashes and colons.</param>
    /// <param name="description">What it is.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<RegisteredModel> CreateModelAsync(string name, string? description = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ModelContent.CheckName(name);
        return AskModelAsync(RestCall.Create("registered-models/create"), new WireRegistryRequest { Name = name, Description = description }, cancellation);
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

    /// <summary>The models that match a filter in MLflow's grammar, such as <c>name LIKE 'student%'</c>.</summary>
    /// <param name="filter">The filter; null for all.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public async IAsyncEnumerable<RegisteredModel> SearchModelsAsync(string? filter = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? token = null;
        do
        {
            var call = RestCall.Get("registered-models/search", ("filter", filter), ("max_results", "1000"), ("page_token", token));
            var page = await _transport.SendAsync(call, null, WireJson.Default.WireRegisteredModels, cancellation).ConfigureAwait(false);
            foreach (var model in page.RegisteredModels ?? [])
                yield return model.ToEntity();
            token = page.NextPageToken;
        }
        while (!string.IsNullOrEmpty(token));
    }

    /// <summary>Describes a model.</summary>
    /// <param name="name">The model.</param>
    /// <param name="description">What it is.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<RegisteredModel> UpdateModelAsync(string name, string description, CancellationToken cancellation = default) => AskModelAsync(
        RestCall.Post("registered-models/update") with { Method = HttpMethod.Patch }, new WireRegistryRequest { Name = name, Description = description }, cancellation);

    /// <summary>Renames a model.</summary>
    /// <param name="name">The model.</param>
    /// <param name="newName">Its new name.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<RegisteredModel> RenameModelAsync(string name, string newName, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(newName);
        ModelContent.CheckName(newName);
        return AskModelAsync(RestCall.Create("registered-models/rename"), new WireRegistryRequest { Name = name, NewName = newName }, cancellation);
    }

    /// <summary>Removes a model with all its versions.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task DeleteModelAsync(string name, CancellationToken cancellation = default) =>
        DoAsync(Delete("registered-models/delete"), new WireRegistryRequest { Name = name }, cancellation);

    /// <summary>Sets a tag of a model.</summary>
    /// <param name="name">The model.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task SetModelTagAsync(string name, Tag tag, CancellationToken cancellation = default) =>
        DoAsync(RestCall.Post("registered-models/set-tag"), new WireRegistryRequest { Name = name, Key = tag.Key, Value = tag.Value }, cancellation);

    /// <summary>Removes a tag of a model.</summary>
    /// <param name="name">The model.</param>
    /// <param name="key">The tag's name.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task DeleteModelTagAsync(string name, string key, CancellationToken cancellation = default) =>
        DoAsync(Delete("registered-models/delete-tag"), new WireRegistryRequest { Name = name, Key = key }, cancellation);

    /// <summary>Lets a name point to a version: MLflow 2.3 and later.</summary>
    /// <param name="name">The model.</param>
    /// <param name="alias">The name that points, such as <c>champion</c>.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task SetAliasAsync(string name, string alias, string version, CancellationToken cancellation = default) =>
        DoAsync(RestCall.Post("registered-models/alias"), new WireRegistryRequest { Name = name, Alias = alias, Version = version }, cancellation);

    /// <summary>Removes an alias; the version stays.</summary>
    /// <param name="name">The model.</param>
    /// <param name="alias">The alias.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task DeleteAliasAsync(string name, string alias, CancellationToken cancellation = default) =>
        DoAsync(Delete("registered-models/alias"), new WireRegistryRequest { Name = name, Alias = alias }, cancellation);

    /// <summary>The version that an alias points to.</summary>
    /// <param name="name">The model.</param>
    /// <param name="alias">The alias.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<ModelVersion> GetByAliasAsync(string name, string alias, CancellationToken cancellation = default) =>
        GetVersionAsync(RestCall.Get("registered-models/alias", ("name", name), ("alias", alias)), cancellation);

    private static RestCall Delete(string path) => RestCall.Post(path) with { Method = HttpMethod.Delete };

    private async Task<RegisteredModel> AskModelAsync(RestCall call, WireRegistryRequest body, CancellationToken cancellation)
    {
        var answer = await AskAsync(call, body, WireJson.Default.WireRegisteredModelAnswer, cancellation).ConfigureAwait(false);
        return (answer.RegisteredModel ?? new WireRegisteredModel()).ToEntity();
    }

    private Task DoAsync(RestCall call, WireRegistryRequest body, CancellationToken cancellation) => AskAsync(call, body, WireJson.Default.WireNothing, cancellation);

    private Task<TAnswer> AskAsync<TAnswer>(
        RestCall call, WireRegistryRequest body, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellation) =>
        _transport.SendAsync(call, body, WireJson.Default.WireRegistryRequest, answerType, cancellation);
}
