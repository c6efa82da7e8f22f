namespace KdHost.MLflow.Rest.Artifacts;

/// <summary>Copies a body of any length; only silence is limited, not the whole time.</summary>
internal static class StreamCopy
{
    internal static async Task RunAsync(
        Stream from, Stream to, TimeSpan longestSilence, string what, string runId, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var buffer = new byte[81_920];
        while (true)
        {
            int read;
            try
            {
                silence.CancelAfter(longestSilence);
                read = await from.ReadAsync(buffer, silence.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                throw new MlflowException($"The download of {what} broke off: {e.Message}", e) { RunId = runId, IsTransient = true };
            }

            if (read == 0)
                return;
            await to.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
        }
    }
}
