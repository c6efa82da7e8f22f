using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace KdHost.Sdk.Models;

/// <summary>A pre-norm transformer block with layer scale: <c>x + γ₁ attention(norm(x))</c>, then <c>x + γ₂ mlp(norm(x))</c>; tokens <c>[B, N, D]</c>.</summary>
internal sealed class BeitBlock : Module<Tensor, Tensor>
{
    private const double InitialScale = 1e-5;

    private readonly Parameter gamma_1, gamma_2;
    private readonly LayerNorm norm1;
    private readonly BeitAttention attn;
    private readonly LayerNorm norm2;
    private readonly TransformerMlp mlp;

    public BeitBlock(int width, int heads, int rows, int columns)
        : base(nameof(BeitBlock))
    {
        gamma_1 = Parameter(full(width, InitialScale));
        gamma_2 = Parameter(full(width, InitialScale));
        norm1 = LayerNorm(width, eps: 1e-6);
        attn = new BeitAttention(width, heads, rows, columns);
        norm2 = LayerNorm(width, eps: 1e-6);
        mlp = new TransformerMlp(width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = input + (gamma_1 * attn.call(norm1.call(input)));
        return (x + (gamma_2 * mlp.call(norm2.call(x)))).MoveToOuterDisposeScope();
    }
}

/// <summary>Self-attention with a learned bias for each head and relative position; keys have no bias of their own.</summary>
internal sealed class BeitAttention : Module<Tensor, Tensor>
{
    private readonly int _heads;
    private readonly long[] _positions;
    private readonly Parameter q_bias, v_bias, relative_position_bias_table;
    private readonly Linear qkv, proj;

    public BeitAttention(int width, int heads, int rows, int columns)
        : base(nameof(BeitAttention))
    {
        _heads = heads;
        _positions = RelativePositions(rows, columns);
        q_bias = Parameter(zeros(width));
        v_bias = Parameter(zeros(width));
        relative_position_bias_table = Parameter(zeros(Entries(rows, columns), heads));
        qkv = Linear(width, 3 * width, hasBias: false);
        proj = Linear(width, width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (batch, tokens, width) = (input.shape[0], input.shape[1], input.shape[2]);
        var bias = cat([q_bias, zeros_like(v_bias), v_bias], 0);
        var parts = functional.linear(input, qkv.weight!, bias).view(batch, tokens, 3, _heads, width / _heads).permute(2, 0, 3, 1, 4).unbind(0);
        var position = relative_position_bias_table.index_select(0, tensor(_positions, device: input.device)).view(tokens, tokens, _heads).permute(2, 0, 1).unsqueeze(0);
        var mixed = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], position);
        return proj.call(mixed.transpose(1, 2).reshape(batch, tokens, width)).MoveToOuterDisposeScope();
    }

    private static int Entries(int rows, int columns) => (((2 * rows) - 1) * ((2 * columns) - 1)) + 3;

    // Row of the table for each pair (query, key); the last three rows are class to patch, patch to class, class to class.
    private static long[] RelativePositions(int rows, int columns)
    {
        var (tokens, entries) = ((rows * columns) + 1, Entries(rows, columns));
        var positions = new long[tokens * tokens];
        for (var query = 0; query < tokens; query++)
        {
            for (var key = 0; key < tokens; key++)
            {
                var (q, k) = (query - 1, key - 1);
                positions[(query * tokens) + key] = (query, key) switch
                {
                    (0, 0) => entries - 1,
                    (_, 0) => entries - 2,
                    (0, _) => entries - 3,
                    _ => (((q / columns) - (k / columns) + rows - 1) * ((2 * columns) - 1)) + (q % columns) - (k % columns) + columns - 1,
                };
            }
        }

        return positions;
    }
}
