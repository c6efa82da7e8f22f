namespace KdHost.MLflow.Rest.Artifacts;

/// <summary>Remembers that a server has no multipart upload, so that it is asked once only.</summary>
internal sealed class MultipartSupport
{
    internal bool IsMissing { get; set; }
}
