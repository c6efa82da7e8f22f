using KdHost.Sdk.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Losses;

/// <summary>
/// One attention-based fusion of ReviewKD: <c>x = bn(conv1x1(f))</c>; with the deeper level y, resized, <c>[a₁, a₂] = sigmoid(conv1x1([x; y]))</c>
/// and <c>x ← a₁ x + a₂ y</c>; the output is <c>bn(conv3x3(x))</c> at the teacher's size.
/// </summary>
internal sealed class ReviewFusion : Module
{
    private readonly Sequential conv1, conv2;
    private readonly Sequential? att_conv;
    private readonly long[] _size, _outputSize;

    public ReviewFusion(ImageShape input, int width, ImageShape output, bool fuse)
        : base(nameof(ReviewFusion))
    {
        _size = [input.Height, input.Width];
        _outputSize = [output.Height, output.Width];
        conv1 = Sequential(Conv2d(input.Channels, width, 1, bias: false), BatchNorm2d(width));
        conv2 = Sequential(Conv2d(width, output.Channels, 3, padding: 1, bias: false), BatchNorm2d(output.Channels));
        att_conv = fuse ? Sequential(Conv2d(2 * width, 2, 1), Sigmoid()) : null;
        RegisterComponents();
    }

    /// <summary>Fuses one level with what the deeper levels gave.</summary>
    /// <param name="feature">f <c>[B, C, H, W]</c>.</param>
    /// <param name="deeper">y, or null in the deepest level.</param>
    /// <returns>The output for the teacher, and x for the next shallower level.</returns>
    public (Tensor Output, Tensor Fused) Fuse(Tensor feature, Tensor? deeper)
    {
        var x = conv1.call(feature);
        if (att_conv is not null && deeper is not null)
        {
            var y = Resize(deeper, _size);
            var attention = att_conv.call(cat([x, y], 1));
            x = (x * attention.narrow(1, 0, 1)) + (y * attention.narrow(1, 1, 1));
        }

        x = Resize(x, _outputSize);
        return (conv2.call(x), x);
    }

    private static Tensor Resize(Tensor map, long[] size) =>
        map.shape[2] == size[0] && map.shape[3] == size[1] ? map : functional.interpolate(map, size, mode: InterpolationMode.Nearest);
}
