using TorchSharp;

namespace KdHost.Sdk.Training;

/// <summary>The largest eigenvalue of a symmetric positive semi-definite operator that is known by its products alone, such as a Hessian.</summary>
public static class PowerIteration
{
    /// <summary>Iterates <c>v ← Av/‖Av‖</c> until the eigenvalue changes by less than a relative tolerance.</summary>
    /// <param name="product">Av for a v, shaped as it, in the scope of the call.</param>
    /// <param name="start">v to begin with, not orthogonal to the eigenvector; stays as it is.</param>
    /// <param name="iterations">Most iterations.</param>
    /// <param name="tolerance">The tolerance.</param>
    /// <returns>The Rayleigh quotient <c>vᵀAv</c>, a lower bound of the eigenvalue.</returns>
    public static double LargestEigenvalue(Func<torch.Tensor, torch.Tensor> product, torch.Tensor start, int iterations = 200, double tolerance = 1e-6)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var vector = start / start.norm();
        var value = 0.0;
        for (var i = 0; i < iterations; i++)
        {
            using var inner = torch.NewDisposeScope();
            var next = product(vector);
            var (quotient, norm) = ((vector * next).sum(torch.ScalarType.Float64).item<double>(), next.norm());
            if (norm.to(torch.ScalarType.Float64).item<double>() == 0)
                return 0;
            vector = (next / norm).MoveToOuterDisposeScope();
            if (Math.Abs(quotient - value) <= tolerance * Math.Abs(quotient))
                return quotient;
            value = quotient;
        }

        return value;
    }
}
