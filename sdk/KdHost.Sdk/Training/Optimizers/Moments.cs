using TorchSharp;

namespace KdHost.Sdk.Training.Optimizers;

/// <summary>The running moments of Adam, which LAMB shares.</summary>
internal static class Moments
{
    /// <summary>Updates both moments and gives the direction <c>(m / (1 − β₁ᵏ)) / (√(v / (1 − β₂ᵏ)) + ε)</c>.</summary>
    public static torch.Tensor Update(torch.Tensor mean, torch.Tensor square, torch.Tensor gradients, double beta1, double beta2, double epsilon, long step)
    {
        using Scalar keepMean = beta1, newMean = 1 - beta1, keepSquare = beta2, newSquare = 1 - beta2;
        mean.mul_(keepMean).add_(gradients, newMean);
        square.mul_(keepSquare).addcmul_(gradients, gradients, newSquare);
        var denominator = (square.sqrt() / Math.Sqrt(1 - Math.Pow(beta2, step))).add_(epsilon);
        return mean / denominator / (1 - Math.Pow(beta1, step));
    }
}
