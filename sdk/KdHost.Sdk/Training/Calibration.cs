using TorchSharp;

namespace KdHost.Sdk.Training;

/// <summary>Gathers confidences and hits into bins of equal width.</summary>
internal sealed class Calibration
{
    private const int Bins = 15;

    private readonly double[] _confidence = new double[Bins];
    private readonly long[] _hits = new long[Bins], _count = new long[Bins];

    /// <summary>The expected calibration error so far, in percent.</summary>
    public double Error => 100 * Enumerable.Range(0, Bins).Sum(bin => Math.Abs(_hits[bin] - _confidence[bin])) / Math.Max(1, _count.Sum());

    /// <summary>Takes in a batch.</summary>
    /// <param name="confidence">Probability of the chosen class <c>[B]</c>, float32.</param>
    /// <param name="hits">Whether the choice is right <c>[B]</c>, bool.</param>
    public void Add(torch.Tensor confidence, torch.Tensor hits)
    {
        var (probabilities, right) = (confidence.cpu().data<float>().ToArray(), hits.cpu().data<bool>().ToArray());
        for (var i = 0; i < probabilities.Length; i++)
        {
            var bin = Math.Clamp((int)Math.Ceiling(probabilities[i] * Bins) - 1, 0, Bins - 1);
            _confidence[bin] += probabilities[i];
            _count[bin]++;
            if (right[i])
                _hits[bin]++;
        }
    }
}
