namespace KdHost.Sdk.Interchange;

/// <summary>One tensor in the header of a safetensors file.</summary>
/// <param name="Name">Any text.</param>
/// <param name="Type">Type as the file names it, such as <c>F32</c>.</param>
/// <param name="Shape">Its dimensions; empty for a scalar.</param>
/// <param name="Begin">First byte, counted from the start of the data.</param>
/// <param name="End">The byte after the last.</param>
public sealed record SafetensorsEntry(string Name, string Type, IReadOnlyList<long> Shape, long Begin, long End);
