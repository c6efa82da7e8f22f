using KdHost.Sdk.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Losses;

/// <summary>
/// FitNet: the student's map, through a regressor that is trained with it, shall equal the teacher's: <c>L = mean (r(Fˢ) − Fᵗ)²</c>.
/// Romero et al., "FitNets: hints for thin deep nets", ICLR 2015, Eq. (3); the regressor is that of mdistiller.
/// </summary>
/// <remarks>
/// <c>r = relu(bn(conv))</c>: a 3x3 convolution of stride 2 from a map twice as large, a transposed 4x4 one of stride 2 from half,
/// else one that just trims the map. Usual weight 100, hint at the second stage.
/// </remarks>
public sealed class FitNet : Module<Tensor, Tensor, Tensor>
{
    private readonly Sequential regressor;

    /// <summary>Makes the regressor.</summary>
    /// <param name="student">Shape of a student map, <c>[C, H, W]</c>.</param>
    /// <param name="teacher">Shape of a teacher map.</param>
    /// <exception cref="ArgumentException">The student's map is smaller than the teacher's, and not half as large.</exception>
    public FitNet(ImageShape student, ImageShape teacher)
        : base(nameof(FitNet))
    {
        var (from, to, extra) = (student.Channels, teacher.Channels, student.Height - teacher.Height);
        Module<Tensor, Tensor> resize = student.Height == 2 * teacher.Height ? Conv2d(from, to, 3, stride: 2, padding: 1)
            : 2 * student.Height == teacher.Height ? ConvTranspose2d(from, to, 4, stride: 2, padding: 1)
            : extra >= 0 ? Conv2d(from, to, 1 + extra)
            : throw new ArgumentException($"no regressor from a map of height {student.Height} to one of {teacher.Height}", nameof(student));
        regressor = Sequential(resize, BatchNorm2d(to), ReLU());
        RegisterComponents();
    }

    /// <summary>The loss.</summary>
    /// <param name="student">Student map Fˢ <c>[B, C, H, W]</c>.</param>
    /// <param name="teacher">Teacher map Fᵗ <c>[B, D, H′, W′]</c>.</param>
    /// <returns>A scalar, mean over all entries.</returns>
    public override Tensor forward(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        return Hint(regressor.call(student), teacher).MoveToOuterDisposeScope();
    }

    /// <summary>The mean squared difference of two features of one shape.</summary>
    /// <param name="student">Student features.</param>
    /// <param name="teacher">Teacher features.</param>
    /// <returns>A scalar, mean over all entries.</returns>
    public static Tensor Hint(Tensor student, Tensor teacher)
    {
        using var scope = NewDisposeScope();
        return (student - teacher).square().mean().MoveToOuterDisposeScope();
    }
}
