using KdHost.MLflow;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Tracking;

/// <summary>Refuses a metric's name where it is logged: a store would refuse it later, together with all else that the trial said.</summary>
internal static class MetricNames
{
    /// <exception cref="FaultException">The name is none that every store takes.</exception>
    public static void Check(string name)
    {
        if (MlflowName.Problem(name) is { } problem)
        {
            throw new FaultException(new Fault("a metric can't be called that")
            {
                Key = name,
                Found = problem,
                Expected = "letters, digits, _ - . / and spaces, as in train/loss",
                Fix = $"let the method log it as \"{MlflowName.Nearest(name)}\"",
            });
        }
    }
}
