namespace KdHost.Sdk.Models;

/// <summary>Marks a static factory method <c>(ImageShape input, int classes) → Classifier</c> as a model that experiment files can name.</summary>
/// <param name="name">The name in experiment files, such as <c>resnet20</c>.</param>
/// <param name="description">One line for lists.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ModelAttribute(string name, string description) : Attribute
{
    /// <summary>The name in experiment files.</summary>
    public string Name { get; } = name;

    /// <summary>One line for lists.</summary>
    public string Description { get; } = description;

    /// <summary>Channels of the images that the model is usually given.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>Height and width of those images.</summary>
    public int Size { get; init; } = 32;

    /// <summary>Classes of the data set that the model is usually trained on.</summary>
    public int Classes { get; init; } = 100;

    /// <summary>Number of parameters at that shape with those classes; 0 when it is not stated.</summary>
    public long Parameters { get; init; }
}
