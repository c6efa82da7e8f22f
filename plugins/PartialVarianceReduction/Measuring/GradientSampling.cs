using KdHost.Plugins.PartialVarianceReduction.Distilling;
using KdHost.Plugins.PartialVarianceReduction.Networks;
using KdHost.Plugins.PartialVarianceReduction.Theory;
using KdHost.Sdk.Randomness;
using TorchSharp;

namespace KdHost.Plugins.PartialVarianceReduction.Measuring;

/// <summary>Moments of minibatch gradients where there is no closed form: from M minibatches, drawn with replacement, summed in double precision.</summary>
public static class GradientSampling
{
    /// <summary>tr Cov and second moment of the gradient that moves each run at present, without its weight decay.</summary>
    /// <param name="run">The run.</param>
    /// <param name="samples">Training samples.</param>
    /// <param name="batchSize">B.</param>
    /// <param name="batches">M, at least 2.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static (double[] Variance, double[] SecondMoment) Of(DistillationRun run, Samples samples, int batchSize, int batches, long seed)
    {
        using var mode = new StoredStatistics(run.Student);
        using var sums = new PairSums();
        foreach (var batch in Draw(samples, run.Student.Replicates, batchSize, batches, seed))
        {
            using var scope = torch.NewDisposeScope();
            var gradient = run.Force.Gradient(batch);
            sums.Add(gradient, gradient);
        }

        var (second, covariance) = sums.Result(batches);
        return (covariance, second);
    }

    /// <summary>All six moments of the gradients against the labels at a student's point and at a teacher's, of each run.</summary>
    /// <param name="student">The students.</param>
    /// <param name="teacher">The teacher, as many sample orders, one run or as many.</param>
    /// <param name="samples">Training samples.</param>
    /// <param name="table">What gives residuals against the labels.</param>
    /// <param name="batchSize">B.</param>
    /// <param name="batches">M, at least 2.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static GradientMoments[] OfPair(DistilledNetwork student, DistilledNetwork teacher, Samples samples, ResidualTable table, int batchSize, int batches, long seed)
    {
        using var mode = new StoredStatistics(student);
        using PairSums own = new(), theirs = new(), both = new();
        foreach (var batch in Draw(samples, student.Replicates, batchSize, batches, seed))
        {
            using var scope = torch.NewDisposeScope();
            using Scalar size = batch.Size;
            Blocks Plain(DistilledNetwork network) => network.Gradient(batch.Inputs, logits => table.LabelResidual(logits, batch.Index).div_(size));
            var (x, t) = (Plain(student), Plain(teacher));
            own.Add(x, x);
            theirs.Add(t, t);
            both.Add(x, t);
        }

        var (secondX, covarianceX) = own.Result(batches);
        var (secondT, covarianceT) = theirs.Result(batches);
        var (second, covariance) = both.Result(batches);
        return [.. Enumerable.Range(0, secondX.Length).Select(i =>
        {
            var teacherPlace = secondT.Length == secondX.Length ? i : 0;
            return new GradientMoments(
                covarianceX[i], covarianceT[teacherPlace], covariance[i], secondX[i] - covarianceX[i], secondT[teacherPlace] - covarianceT[teacherPlace], second[i] - covariance[i]);
        })];
    }

    private static IEnumerable<Minibatch> Draw(Samples samples, int replicates, int batchSize, int batches, long seed)
    {
        for (var i = 0; i < batches; i++)
        {
            using var scope = torch.NewDisposeScope();
            var stream = Seeds.Stream(seed, i);
            var index = torch.tensor(Enumerable.Range(0, replicates * batchSize).Select(_ => (long)stream.NextInt(samples.Count)).ToArray());
            yield return new Minibatch(samples.Inputs.index_select(0, index).view(replicates, batchSize, -1), index, batchSize);
        }
    }

    /// <summary>Sums of ⟨a, b⟩, a and b over minibatches.</summary>
    private sealed class PairSums : IDisposable
    {
        private Blocks? _a, _b;
        private torch.Tensor? _products;

        public void Add(Blocks a, Blocks b)
        {
            using var noGradient = torch.no_grad();
            _products = Plus(_products, Blocks.Dot(a, b));
            _a = Plus(_a, a);
            _b = ReferenceEquals(a, b) ? null : Plus(_b, b);
        }

        public (double[] Second, double[] Covariance) Result(int batches)
        {
            using var scope = torch.NewDisposeScope();
            var second = _products! / batches;
            var ofMeans = Blocks.Dot(_a!, _b ?? _a!) / batches / batches;
            var covariance = (second - ofMeans) * ((double)batches / (batches - 1));
            return ([.. second.flatten().data<double>()], [.. covariance.flatten().data<double>()]);
        }

        public void Dispose()
        {
            _a?.Dispose();
            _b?.Dispose();
            _products?.Dispose();
        }

        private static torch.Tensor Plus(torch.Tensor? sum, torch.Tensor next) => sum is null ? next.clone().DetachFromDisposeScope() : sum.add_(next);

        private static Blocks Plus(Blocks? sum, Blocks next)
        {
            if (sum is null)
                return next.Map((block, _) => block.Values.to(torch.ScalarType.Float64, copy: true).DetachFromDisposeScope());
            foreach (var (place, block) in sum.Index())
                block.Values.add_(next[place].Values);
            return sum;
        }
    }
}
