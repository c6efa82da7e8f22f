using System.Text.Json.Nodes;

namespace KdHost.Host.Experiments.Options;

/// <summary>Options that are complete and valid.</summary>
/// <param name="schema">The options of the method.</param>
/// <param name="values">Every option by its path, defaults included, in alphabetical order.</param>
internal sealed class BoundOptions(OptionSchema schema, IReadOnlyDictionary<string, JsonNode?> values)
{
    private object? _instance;

    /// <summary>Every option by its path, defaults included, in alphabetical order: the trial's identity and its MLflow params. Read only.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Values => values;

    /// <summary>The options record of the method, made when somebody asks.</summary>
    public object Instance => _instance ??= OptionBinder.Deserialize(schema, values);
}
