using System.Globalization;
using KdHost.Sdk.Data;

namespace KdHost.Sdk.Interchange;

/// <summary>What a weight file says of itself in its metadata; other programs pass over it.</summary>
public sealed record WeightInfo
{
    private const string Prefix = "kdhost.";

    /// <summary>Name of the model in the catalogue.</summary>
    public string? Model { get; init; }

    /// <summary>Shape of one image.</summary>
    public ImageShape? Input { get; init; }

    /// <summary>Number of classes.</summary>
    public int? Classes { get; init; }

    /// <summary>Further texts, such as data set and seed.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads the metadata of a file.</summary>
    /// <param name="metadata">What the file holds.</param>
    public static WeightInfo Of(IReadOnlyDictionary<string, string> metadata)
    {
        string? Text(string key) => metadata.GetValueOrDefault(Prefix + key);
        return new WeightInfo
        {
            Model = Text("model"),
            Input = Text("input") is { } shape && ImageShape.TryParse(shape, out var input) ? input : null,
            Classes = int.TryParse(Text("classes"), NumberStyles.None, CultureInfo.InvariantCulture, out var classes) ? classes : null,
            Notes = metadata.Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal) && pair.Key[Prefix.Length..] is not ("model" or "input" or "classes"))
                .ToDictionary(pair => pair.Key[Prefix.Length..], pair => pair.Value),
        };
    }

    /// <summary>The texts that go into a file; <c>format</c> is what Python's readers ask for.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata()
    {
        var metadata = new Dictionary<string, string> { ["format"] = "pt" };
        void Add(string key, string? value)
        {
            if (value is not null)
                metadata[Prefix + key] = value;
        }

        Add("model", Model);
        Add("input", Input?.ToString());
        Add("classes", Classes?.ToString(CultureInfo.InvariantCulture));
        foreach (var (key, value) in Notes.OrderBy(note => note.Key, StringComparer.Ordinal))
            Add(key, value);
        return metadata;
    }
}
