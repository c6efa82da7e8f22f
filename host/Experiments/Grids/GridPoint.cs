using System.Text.Json.Nodes;
using KdHost.Host.Experiments.Options;

namespace KdHost.Host.Experiments.Grids;

/// <summary>One configuration of a grid: a few numbers, from which method, values and options are made when somebody asks.</summary>
internal sealed class GridPoint(TrialGrid grid, int[] numbers) : IConfiguration
{
    private readonly int _method = grid.Set.MethodOf(numbers);

    /// <inheritdoc/>
    public string Method => grid.Set.Methods[_method].Method.Attribute.Name;

    /// <inheritdoc/>
    public string Id => TrialSpec.ToText(grid.Identities[_method].Of(numbers, seed: null));

    /// <inheritdoc/>
    public BoundOptions Options => grid.Set.Methods[_method].Bind(numbers);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, JsonNode?> Point
    {
        get
        {
            var values = new OrderedDictionary<string, JsonNode?>();
            foreach (var (path, number) in numbers.Index().Where(item => item.Item != PathValues.NotGiven))
                values[grid.Set.Paths[path].Path] = grid.Set.Paths[path].Value(number);
            return values;
        }
    }
}
