namespace KdHost.Sdk.Training;

/// <summary>A loss became infinite or not a number: the training has diverged and going on is useless.</summary>
/// <param name="message">What happened, and when.</param>
public sealed class DivergedException(string message) : ArithmeticException(message)
{
    /// <summary>Ends a training whose loss is not a finite number.</summary>
    /// <param name="loss">The loss of an epoch.</param>
    /// <param name="epoch">That epoch, counted from 1.</param>
    /// <exception cref="DivergedException">The loss is not finite.</exception>
    public static void ThrowIfNotFinite(double loss, int epoch)
    {
        if (!double.IsFinite(loss))
            throw new DivergedException($"the training loss is {loss} in epoch {epoch}; lower the learning rate or raise the warm-up");
    }
}
