using System.Security.Cryptography;

namespace KdHost.Sdk.Data;

/// <summary>A file of a data set and where to get it.</summary>
/// <param name="Name">File name under the data set's folder.</param>
/// <param name="Address">The official address.</param>
/// <param name="Checksum">MD5 (32 hexadecimal digits) or SHA-256 (64) that is known of the file; null when none is, and then only reading tells.</param>
public sealed record RemoteFile(string Name, Uri Address, string? Checksum)
{
    /// <summary>Name of the kind of <see cref="Checksum"/>: <c>md5</c> or <c>sha256</c>.</summary>
    public string ChecksumKind => Checksum is { Length: 64 } ? "sha256" : "md5";

    // The data sets' authors publish MD5 sums; they guard against damage here, not against forgery.
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "the published checksum is an MD5 sum")]
    internal async Task<string> ChecksumOfAsync(string path, CancellationToken cancellation)
    {
        var content = File.OpenRead(path);
        await using (content.ConfigureAwait(false))
        {
            return Convert.ToHexStringLower(ChecksumKind == "sha256"
                ? await SHA256.HashDataAsync(content, cancellation).ConfigureAwait(false)
                : await MD5.HashDataAsync(content, cancellation).ConfigureAwait(false));
        }
    }
}
