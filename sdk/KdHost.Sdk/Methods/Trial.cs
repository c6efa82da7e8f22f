using System.Diagnostics.CodeAnalysis;
using KdHost.Sdk.Data;
using Microsoft.Extensions.Logging;
using TorchSharp;

namespace KdHost.Sdk.Methods;

/// <summary>One run of a method with one set of options and one seed, and the doors through which it reaches the outside.</summary>
public record Trial
{
    /// <summary>The seed of every random draw of this trial.</summary>
    public required long Seed { get; init; }

    /// <summary>Where the tensors live.</summary>
    public required torch.Device Device { get; init; }

    /// <summary>Signalled when the trial should save a checkpoint and stop.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Logs numbers at steps.</summary>
    public required IMetrics Metrics { get; init; }

    /// <summary>Keeps files and figures with the trial.</summary>
    public required IArtifacts Artifacts { get; init; }

    /// <summary>Saves and restores the trial's state.</summary>
    public required ICheckpoints Checkpoints { get; init; }

    /// <summary>Results shared by content among all trials of the grid, such as trained teachers.</summary>
    public required ICache Cache { get; init; }

    /// <summary>Where data sets are found.</summary>
    public required DataRoot Data { get; init; }

    /// <summary>Records which data the trial used.</summary>
    public IInputs Inputs { get; init; } = new NoInputs();

    /// <summary>Text for the trial's own log.</summary>
    public required ILogger Log { get; init; }

    /// <summary>Tells the host how far the trial is.</summary>
    public IProgress<TrialProgress> Progress { get; init; } = new Progress<TrialProgress>();

    private sealed class NoInputs : IInputs
    {
        public void Log(DataUse use)
        {
            // Nobody wants to know.
        }
    }
}

/// <summary>A trial together with its method's options.</summary>
/// <typeparam name="TOptions">The options record of the method.</typeparam>
public sealed record Trial<TOptions> : Trial
{
    /// <summary>Joins options to a trial.</summary>
    /// <param name="options">The bound and validated options.</param>
    /// <param name="trial">Seed, device and doors.</param>
    [SetsRequiredMembers]
    public Trial(TOptions options, Trial trial)
        : base(trial) => Options = options;

    /// <summary>The hyper-parameters of this trial.</summary>
    public TOptions Options { get; }
}
