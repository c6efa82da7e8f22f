using KdHost.Host.Execution;
using KdHost.MLflow;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KdHost.Host.Tracking;

/// <summary>Ships in the background while a grid runs. A store that is away means a longer queue on disk, never a slower trial.</summary>
/// <param name="shipper">Ships.</param>
/// <param name="display">Tells the user once when the store is away, and once when it is back.</param>
/// <param name="logger">The host's log.</param>
internal sealed class TrackingService(Shipper shipper, IRunDisplay display, ILogger<TrackingService> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        var problems = new HashSet<string>();
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = Interval;
            try
            {
                await shipper.ShipAsync(stoppingToken);
                await shipper.ShowAsync(stoppingToken);
                if (failures > 0)
                    display.Note("tracking: the store is back; waiting results are being shipped");
                failures = 0;
                foreach (var problem in shipper.Problems.Where(problems.Add))
                    display.Note($"tracking: {problem}");
            }
            catch (MlflowException error)
            {
                if (failures == 0)
                    display.Note($"tracking: {error.Message} The run goes on; its results wait on disk.");
                logger.LogWarning(error, "Shipping failed");
                wait = Backoff.Wait(failures++, error);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(wait, stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
