using KdHost.Sdk.Data;

namespace KdHost.Sdk.Models;

/// <summary>What is known of a model without making it.</summary>
/// <param name="Name">The name in experiment files.</param>
/// <param name="Kind">What it classifies.</param>
/// <param name="Description">One line for lists.</param>
/// <param name="Parameters">Number of parameters at the usual size; 0 when it is not stated.</param>
/// <param name="Input">The images that it is usually given; null for a graph model.</param>
/// <param name="Features">Features of a node that it is usually given; null for an image classifier.</param>
/// <param name="Classes">Classes of the data set that it is usually trained on.</param>
public sealed record ModelInfo(string Name, ModelKind Kind, string Description, long Parameters, ImageShape? Input, int? Features, int Classes);

/// <summary>What a model classifies.</summary>
public enum ModelKind
{
    /// <summary>Images.</summary>
    Image,

    /// <summary>Nodes of a graph.</summary>
    Graph,
}
