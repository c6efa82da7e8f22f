namespace KdHost.MLflow.Rest.Http;

/// <summary>What the handlers need to know about a request.</summary>
internal static class RequestMarks
{
    private static readonly HttpRequestOptionsKey<Resend> ResendKey = new("KdHost.MLflow.Resend");
    private static readonly HttpRequestOptionsKey<bool> StreamedKey = new("KdHost.MLflow.Streamed");

    internal static void Mark(this HttpRequestMessage request, Resend resend, bool streamed)
    {
        request.Options.Set(ResendKey, resend);
        request.Options.Set(StreamedKey, streamed);
    }

    internal static bool MayResend(this HttpRequestMessage request) =>
        request.Options.TryGetValue(ResendKey, out var resend) && resend == Resend.Harmless;

    internal static bool IsStreamed(this HttpRequestMessage request) =>
        request.Options.TryGetValue(StreamedKey, out var streamed) && streamed;
}
