using System.Net;

namespace KdHost.MLflow.Rest;

/// <summary>Registers a version once: looks before it creates, and again when an answer was lost.</summary>
internal static class ModelRegistration
{
    internal static async Task<ModelVersion> RunAsync(RegistryEndpoints registry, NewModelVersion version, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(version);
        ModelContent.Check(version);
        await EnsureModelAsync(registry, version.Name, cancellation).ConfigureAwait(false);
        var made = await FindAsync(registry, version, cancellation).ConfigureAwait(false) ?? await CreateAsync(registry, version, cancellation).ConfigureAwait(false);
        if (version.Description.Length > 0)
            await registry.UpdateVersionAsync(version.Name, made.Version, version.Description, cancellation).ConfigureAwait(false);
        foreach (var tag in version.Tags)
            await registry.SetVersionTagAsync(version.Name, made.Version, tag, cancellation).ConfigureAwait(false);
        if (version.Alias is { } alias)
            await TrySetAliasAsync(registry, version.Name, alias, made.Version, cancellation).ConfigureAwait(false);
        return await registry.GetVersionAsync(version.Name, made.Version, cancellation).ConfigureAwait(false);
    }

    private static async Task EnsureModelAsync(RegistryEndpoints registry, string name, CancellationToken cancellation)
    {
        try
        {
            await registry.CreateModelAsync(name, cancellation: cancellation).ConfigureAwait(false);
        }
        catch (MlflowException e) when (e.ErrorCode == MlflowErrorCode.ResourceAlreadyExists)
        {
            // As good as made.
        }
    }

    private static async Task<ModelVersion> CreateAsync(RegistryEndpoints registry, NewModelVersion version, CancellationToken cancellation)
    {
        try
        {
            return await registry.CreateVersionAsync(version.Name, version.Source, version.RunId, cancellation).ConfigureAwait(false);
        }
        catch (MlflowException e) when (e.OutcomeUnknown)
        {
            if (await FindAsync(registry, version, cancellation).ConfigureAwait(false) is { } made)
                return made;
            throw;
        }
    }

    private static async Task<ModelVersion?> FindAsync(RegistryEndpoints registry, NewModelVersion version, CancellationToken cancellation)
    {
        await foreach (var found in registry.SearchVersionsAsync($"name = {RunGrammar.Quote(version.Name)}", cancellation).ConfigureAwait(false))
        {
            if (found.Source == version.Source && found.RunId == version.RunId)
                return found;
        }

        return null;
    }

    // Aliases are there since MLflow 2.3.
    private static async Task TrySetAliasAsync(RegistryEndpoints registry, string name, string alias, string version, CancellationToken cancellation)
    {
        try
        {
            await registry.SetAliasAsync(name, alias, version, cancellation).ConfigureAwait(false);
        }
        catch (MlflowException e) when (e.Status == HttpStatusCode.NotFound && e.ErrorCode is null)
        {
            // An older server: the version itself is registered.
        }
    }
}
