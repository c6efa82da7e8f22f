using KdHost.Host.Experiments.Options;
using KdHost.Host.Plugins;

namespace KdHost.Host.RunDirectories;

/// <summary>What a method says about itself, kept with a run so that notes and cards can be written where its plugin is not.</summary>
/// <param name="Title">One line.</param>
/// <param name="Paper">Authors, title, venue and year.</param>
/// <param name="Formula">The formulas in the doc comment of its class; empty when it has none.</param>
internal sealed record MethodRecord(string Title, string Paper, string Formula)
{
    public static MethodRecord Of(MethodEntry method) => new(method.Attribute.Title, method.Attribute.Paper, XmlDocs.Code(method.Method.GetType()));
}
