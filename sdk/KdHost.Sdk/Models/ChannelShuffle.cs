using static TorchSharp.torch;

namespace KdHost.Sdk.Models;

/// <summary>The channel shuffle of Zhang, Zhou, Lin, Sun, "ShuffleNet", CVPR 2018.</summary>
internal static class ChannelShuffle
{
    /// <summary>New channel <c>j·g + k</c> is old channel <c>k·(C/g) + j</c>.</summary>
    /// <param name="input">A map <c>[B, C, H, W]</c>.</param>
    /// <param name="groups">g, a divisor of C.</param>
    public static Tensor Shuffle(Tensor input, int groups)
    {
        var (batch, channels, height, width) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
        return input.view(batch, groups, channels / groups, height, width).transpose(1, 2).reshape(batch, channels, height, width);
    }
}
