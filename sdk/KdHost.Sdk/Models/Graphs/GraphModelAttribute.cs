namespace KdHost.Sdk.Models.Graphs;

/// <summary>Marks a static factory method <c>(int features, int classes, GraphModelOptions options) → NodeClassifier</c> as a graph model that experiment files can name.</summary>
/// <param name="name">The name in experiment files, such as <c>gcn</c>.</param>
/// <param name="description">One line for lists.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class GraphModelAttribute(string name, string description) : Attribute
{
    /// <summary>The name in experiment files.</summary>
    public string Name { get; } = name;

    /// <summary>One line for lists.</summary>
    public string Description { get; } = description;

    /// <summary>Number of parameters with default options on Cora (1433 features, 7 classes); 0 when it is not stated.</summary>
    public long Parameters { get; init; }
}
