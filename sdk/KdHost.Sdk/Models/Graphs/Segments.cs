using static TorchSharp.torch;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>Reductions over groups of rows that TorchSharp has no operation for.</summary>
internal static class Segments
{
    // TorchSharp has no scatter_reduce, but compiles TorchScript that calls it. The snippet is fixed: a wrong one would end the process.
    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile("""
        def segment_max(values: Tensor, index: Tensor, start: Tensor) -> Tensor:
            return start.scatter_reduce(0, index, values, "amax", include_self=False)

        """));

    /// <summary>The largest value of each column over the rows of each group; the gradient goes to the rows that have it, shared by equals.</summary>
    /// <param name="values"><c>[E, D]</c>.</param>
    /// <param name="groups">Group of each row, <c>[E]</c>, int64.</param>
    /// <param name="count">Number of groups.</param>
    /// <param name="ifEmpty">Value of a group without rows.</param>
    /// <returns><c>[count, D]</c>.</returns>
    public static Tensor Max(Tensor values, Tensor groups, long count, double ifEmpty)
    {
        using var scope = NewDisposeScope();
        var start = full([count, values.shape[1]], ifEmpty, values.dtype, values.device);
        var index = groups.unsqueeze(1).expand_as(values);
        return Script.Value.invoke<Tensor>("segment_max", values, index, start).MoveToOuterDisposeScope();
    }
}
