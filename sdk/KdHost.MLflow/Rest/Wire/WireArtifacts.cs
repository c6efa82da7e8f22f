namespace KdHost.MLflow.Rest.Wire;

internal sealed class WireArtifacts
{
    public string? RootUri { get; set; }

    public WireArtifact[]? Files { get; set; }

    public string? NextPageToken { get; set; }
}

internal sealed class WireArtifact
{
    public string Path { get; set; } = "";

    public bool IsDir { get; set; }

    public long? FileSize { get; set; }

    internal ArtifactInfo ToEntity() => new(Path, IsDir, IsDir ? null : FileSize ?? 0);
}

internal sealed class WireUploadStart
{
    public string? Path { get; set; }

    public int NumParts { get; set; }
}

internal sealed class WireUpload
{
    public string? UploadId { get; set; }

    public WireUploadSlot[]? Credentials { get; set; }
}

internal sealed class WireUploadSlot
{
    public string Url { get; set; } = "";

    public int PartNumber { get; set; }

    public Dictionary<string, string>? Headers { get; set; }
}

internal sealed class WireUploadEnd
{
    public string? Path { get; set; }

    public string? UploadId { get; set; }

    public WireUploadedPart[]? Parts { get; set; }
}

internal sealed class WireUploadedPart
{
    public int PartNumber { get; set; }

    public string? Etag { get; set; }

    public string? Url { get; set; }
}
