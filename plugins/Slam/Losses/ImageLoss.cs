using KdHost.Sdk.Losses;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Plugins.Slam;

/// <summary>The loss of each image against its label: what the compared methods put into Eq. (1).</summary>
internal static class ImageLoss
{
    /// <summary>Cross-entropy or Taylor cross-entropy, of the prediction or of the mixed prediction; true labels always meet plain cross-entropy.</summary>
    /// <param name="logits">z <c>[B, C]</c>.</param>
    /// <param name="labels">The labels. Where every α is 1 the loss is that of the unmixed prediction, to the bit.</param>
    /// <param name="options">Which loss.</param>
    /// <returns><c>[B]</c>.</returns>
    public static Tensor Of(Tensor logits, BatchLabels labels, SlamOptions options)
    {
        var isMixed = options.Distillation.Mixes() && !labels.AreTrusted;
        var isTaylor = options.Distillation.Baseline() == Distillation.Taylor;
        using var scope = NewDisposeScope();
        var plain = -(labels.Target * log_softmax(logits, 1)).sum(1);
        if (!isMixed && !isTaylor)
            return plain.MoveToOuterDisposeScope();
        var prediction = softmax(logits, 1);
        if (isMixed)
            prediction = StudentLabelMixing.Mix(prediction, labels.Alpha, labels.Top, options.MixNormalization, options.Renormalize);
        if (!isTaylor)
            return StudentLabelMixing.CrossEntropy(prediction, labels.Target, options.LogFloor).MoveToOuterDisposeScope();
        var taylor = TaylorCrossEntropy.PerImage(prediction, labels.Target, options.TaylorOrder);
        return ((labels.IsTrue * plain) + ((1 - labels.IsTrue) * taylor)).MoveToOuterDisposeScope();
    }
}
