using KdHost.Sdk.Data.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace KdHost.Sdk.Models.Graphs;

/// <summary>
/// A sparse matrix of constants whose products with dense matrices have gradients to the dense side. The transpose that the backward pass needs is built once.
/// </summary>
public sealed class SparseMatrix : IDisposable
{
    private readonly Tensor _rows, _columns, _byColumn, _matrix, _transpose;

    /// <summary>Makes a matrix.</summary>
    /// <param name="rows">Row of each entry, <c>[E]</c>, int64, ascending.</param>
    /// <param name="columns">Column of each entry, <c>[E]</c>, int64.</param>
    /// <param name="values">The entries, <c>[E]</c>.</param>
    /// <param name="height">Number of rows.</param>
    /// <param name="width">Number of columns.</param>
    public SparseMatrix(Tensor rows, Tensor columns, Tensor values, long height, long width)
        : this(rows, columns, columns.argsort(), values, height, width)
    {
    }

    private SparseMatrix(Tensor rows, Tensor columns, Tensor byColumn, Tensor values, long height, long width)
    {
        using var scope = NewDisposeScope();
        (Height, Width) = (height, width);
        (_rows, _columns, _byColumn) = (rows.alias().DetachFromDisposeScope(), columns.alias().DetachFromDisposeScope(), byColumn.alias().DetachFromDisposeScope());
        Values = values.detach().DetachFromDisposeScope();
        _matrix = sparse_coo_tensor(stack([rows, columns]), Values, [height, width]).DetachFromDisposeScope();
        var transposed = stack([columns, rows]).index_select(1, byColumn);
        _transpose = sparse_coo_tensor(transposed, Values.index_select(0, byColumn), [width, height]).DetachFromDisposeScope();
    }

    /// <summary>Number of rows.</summary>
    public long Height { get; }

    /// <summary>Number of columns.</summary>
    public long Width { get; }

    /// <summary>The entries, <c>[E]</c>, by ascending row.</summary>
    public Tensor Values { get; }

    private Tensor[] Parts => [_rows, _columns, _byColumn, Values, _matrix, _transpose];

    /// <summary>A matrix on a device.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="device">Where it shall be.</param>
    /// <param name="type">Type of the entries.</param>
    public static SparseMatrix Of(SparseRows matrix, Device device, ScalarType type = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        var rows = new long[matrix.Indices.Count];
        for (var row = 0; row < matrix.Rows; row++)
            Array.Fill(rows, row, matrix.Starts[row], matrix.Starts[row + 1] - matrix.Starts[row]);
        return new SparseMatrix(
            tensor(rows, device: device),
            tensor(matrix.Indices.Select(column => (long)column).ToArray(), device: device),
            tensor(matrix.Values.ToArray(), device: device).to(type),
            matrix.Rows,
            matrix.Columns);
    }

    /// <summary>The product with a dense matrix.</summary>
    /// <param name="dense"><c>[Width, D]</c>.</param>
    /// <returns><c>[Height, D]</c>.</returns>
    public Tensor Multiply(Tensor dense) => Product.apply(_matrix, _transpose, dense);

    /// <summary>The same places with other entries.</summary>
    /// <param name="values">The entries, <c>[E]</c>, by ascending row.</param>
    public SparseMatrix WithValues(Tensor values) => new(_rows, _columns, _byColumn, values, Height, Width);

    /// <summary>Inverted dropout on the entries: what dropout on the dense matrix would do, as zeros stay zeros.</summary>
    /// <param name="probability">Share of the entries that are dropped, below 1.</param>
    /// <param name="generator">Draws them; null for the global one.</param>
    public SparseMatrix Dropout(double probability, Generator? generator = null)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var kept = rand(Values.shape, generator: generator, device: Values.device).ge(probability).to(Values.dtype);
        return WithValues(Values * kept / (1 - probability));
    }

    /// <summary>The matrix as a dense one.</summary>
    /// <returns><c>[Height, Width]</c>.</returns>
    public Tensor ToDense() => _matrix.to_dense();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in Parts)
            part.Dispose();
    }

    // libtorch's own backward would transpose the matrix anew in each step. What is saved lives on when this object is disposed of before the backward pass.
    private sealed class Product : autograd.SingleTensorFunction<Product>
    {
        public override string Name => nameof(Product);

        public override Tensor forward(autograd.AutogradContext context, params object[] inputs)
        {
            context.save_for_backward([(Tensor)inputs[1]]);
            return ((Tensor)inputs[0]).mm((Tensor)inputs[2]);
        }

        public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient) =>
            [null!, null!, context.get_saved_variables()[0].mm(gradient)];
    }
}
