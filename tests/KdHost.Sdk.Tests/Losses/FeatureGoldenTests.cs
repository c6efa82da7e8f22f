using System.Text.Json;
using KdHost.Sdk.Losses;
using TorchSharp;

namespace KdHost.Sdk.Tests.Losses;

public sealed class FeatureGoldenTests
{
    public static TheoryData<torch.ScalarType, double> Precisions => Golden.Precisions;

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Relational_distillation_has_the_golden_parts_value_and_gradient(torch.ScalarType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        var expected = Golden.Of("RELATION").GetProperty("rkd");
        var (student, teacher) = Vectors(type);
        Golden.Value(expected.GetProperty("distance"), RelationalDistillation.Distance(student, teacher), tolerance);
        Golden.Value(expected.GetProperty("angle"), RelationalDistillation.Angle(student, teacher), tolerance);
        Check(expected, "grad_fs", RelationalDistillation.Loss(student, teacher), student, tolerance);
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Similarity_preserving_and_correlation_congruence_have_the_golden_values_and_gradients(torch.ScalarType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        var (student, teacher) = Vectors(type);
        Check(Golden.Of("RELATION").GetProperty("sp"), "grad_fs", SimilarityPreserving.Loss(student, teacher), student, tolerance);
        var expected = Golden.Of("RELATION").GetProperty("cc");
        var embedded = Golden.Matrix(expected.GetProperty("embedded_s"), type);
        Check(expected, "grad_es", CorrelationCongruence.Congruence(embedded, teacher), embedded, tolerance);
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Losses_on_maps_have_the_golden_values(torch.ScalarType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        var expected = Golden.Of("MAPS");
        var a = Map(4, k => (7 * k % 11 / 5.0) - 1, type);
        var b = Map(2, k => (5 * k % 7 / 3.0) - 0.8, type);
        var c = Map(4, k => (3 * k % 13 / 6.0) - 1, type);
        Golden.Value(expected.GetProperty("at_a_c"), AttentionTransfer.Loss(a, c), tolerance);
        Golden.Value(expected.GetProperty("at_a_b"), AttentionTransfer.Loss(a, b), tolerance);
        Golden.Value(expected.GetProperty("fitnet_mse_a_c"), FitNet.Hint(a, c), tolerance);
        Golden.Value(expected.GetProperty("sp_a_c"), SimilarityPreserving.Loss(a, c), tolerance);
        Golden.Value(expected.GetProperty("hcl_a_c"), HierarchicalContext.Loss(a, c), tolerance);
        var pooled = HierarchicalContext.Loss(a.mean([2, 3], keepdim: true), c.mean([2, 3], keepdim: true));
        Golden.Value(expected.GetProperty("hcl_2levels_a_c_and_pool"), HierarchicalContext.Loss(a, c) + pooled, tolerance);
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void The_contrast_memory_has_the_golden_value_gradient_and_update(torch.ScalarType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        var expected = Golden.Of("CRD");
        var memory = new ContrastMemory(images: 5, width: 2, temperature: 0.5, momentum: 0.5);
        memory.to(type);
        using (torch.no_grad())
        {
            memory.get_buffer("memory_s")!.copy_(Golden.Matrix(expected.GetProperty("memory_s"), type));
            memory.get_buffer("memory_t")!.copy_(Golden.Matrix(expected.GetProperty("memory_t"), type));
        }

        var student = Golden.Matrix(expected.GetProperty("vs_unit"), type);
        var teacher = Golden.Matrix(expected.GetProperty("vt_unit"), type);
        var contrast = torch.tensor(expected.GetProperty("contrast_index").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(entry => entry.GetInt64()).ToArray(), [2, 4]);
        Check(expected, "grad_vs", memory.Loss(student, teacher, contrast), student, tolerance);
        Golden.Value(expected.GetProperty("Z_s"), memory.get_buffer("z_s")!, tolerance);
        Golden.Value(expected.GetProperty("Z_t"), memory.get_buffer("z_t")!, tolerance);
        memory.Update(student, teacher, Golden.Integers(expected.GetProperty("index")));
        Golden.Entries(expected.GetProperty("memory_s_after"), memory.get_buffer("memory_s")!.narrow(0, 1, 2), tolerance);
        Golden.Entries(expected.GetProperty("memory_t_after"), memory.get_buffer("memory_t")!.narrow(0, 1, 2), tolerance);
    }

    private static (torch.Tensor Student, torch.Tensor Teacher) Vectors(torch.ScalarType type) =>
        (Golden.Matrix(Golden.Of("RELATION").GetProperty("fs"), type), Golden.Matrix(Golden.Of("RELATION").GetProperty("ft"), type).detach());

    private static torch.Tensor Map(int size, Func<int, double> element, torch.ScalarType type) =>
        torch.tensor(Enumerable.Range(0, 4 * size * size).Select(element).ToArray(), [2, 2, size, size]).to(type);

    private static void Check(JsonElement expected, string gradient, torch.Tensor loss, torch.Tensor student, double tolerance)
    {
        Golden.Value(expected.GetProperty("loss"), loss, tolerance);
        loss.backward();
        Golden.Entries(expected.GetProperty(gradient), student.grad!, tolerance);
        student.grad = null;
    }
}
