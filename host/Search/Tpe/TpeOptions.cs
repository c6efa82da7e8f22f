using System.ComponentModel.DataAnnotations;

namespace KdHost.Host.Search.Tpe;

/// <summary>Options of <see cref="TpeProposer"/>, with Optuna's names and defaults.</summary>
internal sealed record TpeOptions
{
    /// <summary>Random points before the first estimate.</summary>
    [Range(1, 1_000_000)]
    public int StartupTrials { get; init; } = 10;

    /// <summary>Candidates drawn for each value; the best one is proposed.</summary>
    [Range(1, 1_000_000)]
    public int Candidates { get; init; } = 24;

    /// <summary>Share of the points that count as good.</summary>
    [Range(1e-6, 0.999)]
    public double Gamma { get; init; } = 0.1;

    /// <summary>At most so many points count as good.</summary>
    [Range(1, 1_000_000)]
    public int MostGood { get; init; } = 25;

    /// <summary>Weight of the prior against one observation.</summary>
    [Range(1e-6, 1e6)]
    public double PriorWeight { get; init; } = 1;
}
