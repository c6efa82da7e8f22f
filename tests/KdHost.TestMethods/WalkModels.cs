using KdHost.Sdk.Data;
using KdHost.Sdk.Models;

namespace KdHost.TestMethods;

/// <summary>A model that this plugin brings.</summary>
internal static class WalkModels
{
    [Model("walk-linear", "a linear model of a plugin", Channels = 1, Size = 8, Classes = 10, Parameters = 650)]
    internal static Classifier Linear(ImageShape input, int classes) => new LinearModel(input.Size, classes);
}
