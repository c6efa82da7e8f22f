using System.Text.RegularExpressions;

namespace KdHost.Sdk.Interchange;

/// <summary>Brings tensor names of other programs to those of the catalogue, which are torchvision's, timm's and mdistiller's.</summary>
internal static partial class WeightNames
{
    // What the weights of a network that was wrapped for training are prefixed with.
    private static readonly string[] Wrappers = ["module.", "_orig_mod.", "student.", "model."];

    /// <summary>The name in the model for each name in a file: the way of writing them that fits most tensors.</summary>
    /// <param name="file">Names in the file.</param>
    /// <param name="model">Names in the model.</param>
    public static IReadOnlyDictionary<string, string> Map(IReadOnlyCollection<string> file, IReadOnlySet<string> model)
    {
        IEnumerable<Func<string, string>> ways = [name => name, ConvNeXtFromOfficial];
        ways = [.. ways, .. Wrappers.SelectMany(wrapper => new Func<string, string>[] { name => Unwrap(wrapper, name), name => ConvNeXtFromOfficial(Unwrap(wrapper, name)) })];
        return ways.Select(way => file.ToDictionary(name => name, way)).MaxBy(map => map.Values.Distinct().Count(model.Contains))!;
    }

    /// <summary>Whether a tensor of a file may lack in the model: tables that other programs store and this one computes.</summary>
    public static bool IsComputed(string name) => name.EndsWith("relative_position_index", StringComparison.Ordinal);

    /// <summary>Whether a tensor of a model may lack in a file: counters that older programs did not store.</summary>
    public static bool IsCounter(string name) => name.EndsWith("num_batches_tracked", StringComparison.Ordinal);

    private static string Unwrap(string wrapper, string name) => name.StartsWith(wrapper, StringComparison.Ordinal) ? name[wrapper.Length..] : name;

    // The official ConvNeXt V2 code against timm.
    private static string ConvNeXtFromOfficial(string name)
    {
        var text = Downsample().Replace(name, match => match.Groups[1].Value == "0" ? $"stem.{match.Groups[2].Value}" : $"stages.{match.Groups[1].Value}.downsample.{match.Groups[2].Value}");
        text = Block().Replace(text, "stages.$1.blocks.$2.");
        foreach (var (official, timm) in new[] { (".dwconv.", ".conv_dw."), (".pwconv1.", ".mlp.fc1."), (".pwconv2.", ".mlp.fc2."), (".grn.gamma", ".mlp.grn.weight"), (".grn.beta", ".mlp.grn.bias") })
            text = text.Replace(official, timm, StringComparison.Ordinal);
        return Head().Replace(text, match => match.Groups[1].Value == "norm" ? "head.norm." : "head.fc.");
    }

    [GeneratedRegex(@"^downsample_layers\.(\d)\.(\d)(?=\.)")]
    private static partial Regex Downsample();

    [GeneratedRegex(@"^stages\.(\d)\.(\d+)\.")]
    private static partial Regex Block();

    [GeneratedRegex(@"^(norm|head)\.(?=weight|bias)")]
    private static partial Regex Head();
}
