using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Losses;

/// <summary>
/// VID: a bound on the information that the student's map holds about the teacher's: a Gaussian with mean μ(Fˢ) and one variance a channel,
/// <c>L = mean ½ [(μ − Fᵗ)²/σ² + log σ²]</c>, <c>σ² = softplus(a_c) + 1e-5</c>.
/// Ahn, Hu, Damianou, Lawrence, Dai, "Variational information distillation for knowledge transfer", CVPR 2019, Eq. (6).
/// </summary>
/// <remarks>μ is three 1x1 convolutions with ReLU between, without biases; σ² starts at 5. Train it with the student. Usual weight 1.</remarks>
public sealed class VariationalInformation : Module<Tensor, Tensor, Tensor>
{
    private const double SmallestVariance = 1e-5;

    private readonly Sequential regressor;
    private readonly Parameter log_scale;

    /// <summary>Makes the Gaussian of one stage.</summary>
    /// <param name="studentChannels">Channels of the student's map.</param>
    /// <param name="teacherChannels">Channels of the teacher's map.</param>
    /// <param name="initialVariance">σ² at the start, above 1e-5.</param>
    public VariationalInformation(long studentChannels, long teacherChannels, double initialVariance = 5)
        : base(nameof(VariationalInformation))
    {
        regressor = Sequential(
            Conv2d(studentChannels, teacherChannels, 1, bias: false), ReLU(),
            Conv2d(teacherChannels, teacherChannels, 1, bias: false), ReLU(),
            Conv2d(teacherChannels, teacherChannels, 1, bias: false));
        log_scale = Parameter(full(teacherChannels, Math.Log(Math.Exp(initialVariance - SmallestVariance) - 1)));
        RegisterComponents();
    }

    /// <summary>The loss of one stage.</summary>
    /// <param name="student">Student map <c>[B, C, H, W]</c>.</param>
    /// <param name="teacher">Teacher map <c>[B, D, H′, W′]</c>; the larger of the two is averaged down to the smaller.</param>
    /// <returns>A scalar in nats, mean over all entries.</returns>
    public override Tensor forward(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        var (s, t) = Maps.ToSmaller(student, teacher);
        var variance = (functional.softplus(log_scale, 1, 20) + SmallestVariance).view(1, -1, 1, 1);
        var loss = ((regressor.call(s) - t).square() / variance) + variance.log();
        return (loss.mean() / 2).MoveToOuterDisposeScope();
    }
}
