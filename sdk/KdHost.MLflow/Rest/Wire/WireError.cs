namespace KdHost.MLflow.Rest.Wire;

/// <summary>The body of a refusal.</summary>
internal sealed class WireError
{
    public string? ErrorCode { get; set; }

    public string? Message { get; set; }
}
