using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Losses;

/// <summary>
/// OFD: the student's map before the activation, through a connector, shall equal the teacher's where that one is positive, and stay below
/// a margin where it is not. Heo et al., "A comprehensive overhaul of feature distillation", ICCV 2019, Eqs. (1) to (4).
/// </summary>
/// <remarks>
/// With <c>t′ = max(t, m_c)</c>: <c>l = (s − t′)²</c> where s > t′ or t′ > 0, else 0. The margin m_c is the mean of the negative values of the
/// teacher's channel. Divide stage i of n by <c>2^(n − i)</c>; usual weight 0.001.
/// </remarks>
public sealed class FeatureOverhaul : Module<Tensor, Tensor, Tensor>
{
    private readonly Sequential connector;

    /// <summary>Makes the connector of one stage.</summary>
    /// <param name="studentChannels">Channels of the student's map.</param>
    /// <param name="teacherNorm">The teacher's last batch norm before the activation.</param>
    public FeatureOverhaul(long studentChannels, BatchNorm2d teacherNorm)
        : base(nameof(FeatureOverhaul))
    {
        using var noGradient = no_grad();
        var channels = teacherNorm.weight!.shape[0];
        connector = Sequential(Conv2d(studentChannels, channels, 1, bias: false), BatchNorm2d(channels));
        register_buffer("margin", Margin(teacherNorm.weight, teacherNorm.bias!));
        register_module(nameof(connector), connector);
    }

    /// <summary>The loss of one stage.</summary>
    /// <param name="student">Student map before the activation, <c>[B, C, H, W]</c>.</param>
    /// <param name="teacher">Teacher map before the activation, <c>[B, D, H′, W′]</c>; the larger of the two is averaged down to the smaller.</param>
    /// <returns>A scalar, sum over channels and positions, mean over the batch.</returns>
    public override Tensor forward(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        var (s, t) = Maps.ToSmaller(student, teacher);
        return PartialDistance(connector.call(s), t, get_buffer("margin")!).MoveToOuterDisposeScope();
    }

    /// <summary>The distance that leaves out what the activation would hide.</summary>
    /// <param name="student">Connected student map <c>[B, D, H, W]</c>.</param>
    /// <param name="teacher">Teacher map of the same shape.</param>
    /// <param name="margin">m <c>[D]</c>, negative.</param>
    /// <returns>A scalar, sum over channels and positions, mean over the batch.</returns>
    public static Tensor PartialDistance(Tensor student, Tensor teacher, Tensor margin)
    {
        using var scope = NewDisposeScope();
        var target = maximum(teacher, margin.view(1, -1, 1, 1));
        var counted = student.gt(target).logical_or(target.gt(0));
        return (((student - target).square() * counted).sum() / student.shape[0]).MoveToOuterDisposeScope();
    }

    /// <summary>The mean of the negative values of a normal distribution: <c>μ − s φ(μ/s) / Φ(−μ/s)</c>, or −3s where hardly any are negative.</summary>
    /// <param name="scale">Weight γ of a batch norm, <c>[D]</c>; s = |γ|.</param>
    /// <param name="mean">Bias μ of the batch norm, <c>[D]</c>.</param>
    /// <returns>Margins <c>[D]</c>.</returns>
    public static Tensor Margin(Tensor scale, Tensor mean)
    {
        const double NoticeableShare = 0.001;
        using var scope = NewDisposeScope();
        var s = scale.abs();
        var ratio = mean / s;
        var share = (ratio / Math.Sqrt(2)).erfc() / 2; // Φ(−μ/s)
        var density = (-ratio.square() / 2).exp() / Math.Sqrt(2 * Math.PI);
        return where(share.gt(NoticeableShare), mean - (s * density / share), s * -3).MoveToOuterDisposeScope();
    }
}
