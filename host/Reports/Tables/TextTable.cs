using System.Text;
using Spectre.Console;

namespace KdHost.Host.Reports.Tables;

/// <summary>A table of texts, for the terminal or as Markdown.</summary>
/// <param name="Header">Names of the columns.</param>
/// <param name="Rows">Cells, as many as columns.</param>
internal sealed record TextTable(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>For a terminal: the first column may break into lines, the others don't.</summary>
    public Table ToTerminal(string title)
    {
        var table = new Table().Border(TableBorder.Simple).Title(Markup.Escape(title), new Style(decoration: Decoration.Bold));
        foreach (var (header, column) in Header.Select((header, column) => (header, column)))
            table.AddColumn(new TableColumn(Markup.Escape(header)) { NoWrap = column > 0 });
        foreach (var row in Rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        return table;
    }

    /// <summary>As Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("| ").AppendJoin(" | ", Header.Select(Escape)).Append(" |\n|").Append(string.Concat(Header.Select(_ => " --- |"))).Append('\n');
        foreach (var row in Rows)
            text.Append("| ").AppendJoin(" | ", row.Select(Escape)).Append(" |\n");
        return text.ToString();
    }

    // A value of the user's is text in a cell: no bar ends it, no line break, and no tag starts in it.
    private static string Escape(string cell) => cell
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .ReplaceLineEndings(" ");
}
