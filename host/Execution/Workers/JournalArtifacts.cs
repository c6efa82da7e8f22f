using System.Security.Cryptography;
using KdHost.Host.Journal;
using KdHost.Sdk.Methods;

namespace KdHost.Host.Execution.Workers;

/// <summary>Keeps files in the folder of an epoch and records them in its journal.</summary>
internal sealed class JournalArtifacts(TrialFolder trial, int epoch, JournalWriter journal) : IArtifacts
{
    public void Save(string name, Action<string> write)
    {
        var root = Path.GetFullPath(trial.Artifacts(epoch));
        var target = Path.GetFullPath(Path.Combine(root, name));
        if (!target.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new ArgumentException($"the artifact name \"{name}\" leads out of the trial's folder; use a relative path without \"..\"", nameof(name));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Guid.NewGuid():n}{Path.GetExtension(target)}");
        write(temporary);
        File.Move(temporary, target, overwrite: true);

        using var content = File.OpenRead(target);
        var digest = Convert.ToHexStringLower(SHA256.HashData(content));
        var path = Path.GetRelativePath(trial.Path, target).Replace('\\', '/');
        journal.Append(new ArtifactRecord(Path.GetRelativePath(root, target).Replace('\\', '/'), path, content.Length, digest) { Time = Clock.Now });
    }
}
