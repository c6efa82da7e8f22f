using TorchSharp;

namespace KdHost.Sdk.Training.Optimizers;

/// <summary>
/// Limited-memory BFGS (J. Nocedal, "Updating quasi-Newton matrices with limited storage", 1980) with a backtracking line search, for smooth functions whose
/// whole value and gradient are at hand: exact studies, not minibatches.
/// </summary>
public sealed class Lbfgs
{
    private const double Decrease = 1e-4; // Armijo's constant
    private const int Halvings = 30;

    /// <summary>Most iterations.</summary>
    public int Iterations { get; init; } = 300;

    /// <summary>Pairs of steps and gradient differences that are remembered.</summary>
    public int History { get; init; } = 20;

    /// <summary>Stops when the gradient's norm is at most this.</summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Minimises a function from a starting point.</summary>
    /// <param name="function">Value and gradient (shaped as the point, in the scope of the call) at a point.</param>
    /// <param name="start">Where to begin; stays as it is.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>The last iterate, which is the best one: no step is taken that does not decrease the value.</returns>
    public LbfgsResult Minimise(Func<torch.Tensor, (double Value, torch.Tensor Gradient)> function, torch.Tensor start, CancellationToken cancellation = default)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var pairs = new Queue<(torch.Tensor Step, torch.Tensor Change, torch.Tensor Inverse)>();
        var point = start.clone();
        var (value, gradient) = function(point);
        var iteration = 0;
        while (iteration < Iterations && gradient.norm().item<double>() > Tolerance)
        {
            cancellation.ThrowIfCancellationRequested();
            using var inner = torch.NewDisposeScope();
            var direction = Direction(gradient, [.. pairs]);
            var length = pairs.Count == 0 ? 1 / Math.Max(1, gradient.norm().item<double>()) : 1.0;
            if (Search(function, point, value, gradient, direction, length) is not { } next)
                break; // rounding: no step decreases the value any more
            var (step, change) = (next.Point - point, next.Gradient - gradient);
            var curvature = (step * change).sum();
            if (curvature.item<double>() > 0)
                pairs.Enqueue((step.MoveToOuterDisposeScope(), change.MoveToOuterDisposeScope(), curvature.reciprocal().MoveToOuterDisposeScope()));
            Drop(point, gradient);
            (point, value, gradient) = (next.Point.MoveToOuterDisposeScope(), next.Value, next.Gradient.MoveToOuterDisposeScope());
            if (pairs.Count > History)
            {
                var oldest = pairs.Dequeue();
                Drop(oldest.Step, oldest.Change, oldest.Inverse);
            }

            iteration++;
        }

        return new LbfgsResult(point.MoveToOuterDisposeScope(), value, gradient.norm().item<double>(), iteration);
    }

    // The two loops: minus the inverse Hessian, as the pairs know it, times the gradient.
    private static torch.Tensor Direction(torch.Tensor gradient, IReadOnlyList<(torch.Tensor Step, torch.Tensor Change, torch.Tensor Inverse)> pairs)
    {
        var direction = gradient.neg();
        var weights = new torch.Tensor[pairs.Count];
        for (var i = pairs.Count - 1; i >= 0; i--)
        {
            weights[i] = pairs[i].Inverse * (pairs[i].Step * direction).sum();
            direction = direction - (pairs[i].Change * weights[i]);
        }

        if (pairs.Count > 0)
            direction = direction / (pairs[^1].Inverse * pairs[^1].Change.square().sum());
        for (var i = 0; i < pairs.Count; i++)
            direction = direction + (pairs[i].Step * (weights[i] - (pairs[i].Inverse * (pairs[i].Change * direction).sum())));
        return direction;
    }

    private static (torch.Tensor Point, double Value, torch.Tensor Gradient)? Search(
        Func<torch.Tensor, (double Value, torch.Tensor Gradient)> function, torch.Tensor point, double value, torch.Tensor gradient, torch.Tensor direction, double length)
    {
        var slope = (gradient * direction).sum().item<double>();
        for (var i = 0; i < Halvings && slope < 0; i++, length /= 2)
        {
            using Scalar scale = length; // an implicit one may be finalised while the native call runs
            var next = point.add(direction, scale);
            var (nextValue, nextGradient) = function(next);
            if (nextValue < value && nextValue <= value + (Decrease * length * slope))
                return (next, nextValue, nextGradient);
        }

        return null;
    }

    private static void Drop(params ReadOnlySpan<torch.Tensor> tensors)
    {
        foreach (var tensor in tensors)
            tensor.Dispose();
    }
}

/// <summary>What a search ended with.</summary>
/// <param name="Point">The best point found, in the scope of the caller.</param>
/// <param name="Value">The function there.</param>
/// <param name="GradientNorm">Norm of the gradient there.</param>
/// <param name="Iterations">Iterations taken.</param>
public sealed record LbfgsResult(torch.Tensor Point, double Value, double GradientNorm, int Iterations);
