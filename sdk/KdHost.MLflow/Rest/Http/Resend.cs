namespace KdHost.MLflow.Rest.Http;

/// <summary>Whether doing a request twice does no more than doing it once.</summary>
internal enum Resend
{
    /// <summary>Twice is as good as once.</summary>
    Harmless,

    /// <summary>Twice makes two; send again only what surely was not done.</summary>
    OnlyIfNotDone,
}
