namespace KdHost.Sdk.Methods;

/// <summary>Results addressed by what they were made from, shared by all trials and workers of a grid.</summary>
public interface ICache
{
    /// <summary>
    /// The folder of an entry. When it is missing, one caller among all processes builds it and the others wait;
    /// when the builder dies, another goes on from the builder's last checkpoint.
    /// </summary>
    /// <param name="key">Everything that the content depends on.</param>
    /// <param name="build">Fills the folder that it is given.</param>
    /// <param name="cancellation">Ends the wait and the build.</param>
    /// <returns>The full path of the complete entry; its files are read only.</returns>
    string GetOrAdd(CacheKey key, Action<CacheBuild> build, CancellationToken cancellation);
}

/// <summary>An entry that is being built.</summary>
/// <param name="Folder">Where its files go; published whole when the build returns.</param>
/// <param name="Checkpoints">Checkpoints of the build itself.</param>
public sealed record CacheBuild(string Folder, ICheckpoints Checkpoints);
