using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace KdHost.Host.Reports.Pages;

/// <summary>
/// A piece of a page. What is interpolated into it is escaped unless it is a piece of a page itself, so a name that comes from a file
/// stays text wherever it stands.
/// </summary>
/// <param name="Text">The markup.</param>
internal readonly record struct Html(string Text)
{
    /// <summary>Nothing.</summary>
    public static readonly Html Empty = new("");

    /// <summary>Markup with escaped values in it.</summary>
    public static Html Of(HtmlHandler markup) => new(markup.ToString());

    /// <summary>Pieces one after the other.</summary>
    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(piece => piece.Text)));

    /// <summary>A table; its headers sort it.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="header">Names of the columns.</param>
    /// <param name="rows">Rows of cells.</param>
    public static Html Table(string caption, IEnumerable<Column> header, IEnumerable<IEnumerable<string>> rows)
    {
        var columns = header.ToList();
        var head = Join(columns.Select(column => Of($"<th scope=\"col\"{column.Class}><button type=\"button\">{column.Name}</button></th>")));
        var body = Join(rows.Select(row => Of($"<tr>{row.Zip(columns).Select(cell => Of($"<td{cell.Second.Class}>{cell.First}</td>"))}</tr>\n")));
        return Of($"<div class=\"scroll\"><table class=\"sortable\"><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>\n");
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Its header.</param>
/// <param name="IsNumber">Whether its cells are numbers, which are set flush right.</param>
internal sealed record Column(string Name, bool IsNumber = false)
{
    /// <summary>The attribute of its cells.</summary>
    public Html Class => new(IsNumber ? " class=\"number\"" : " class=\"text\"");
}

/// <summary>Builds a <see cref="Html"/> of an interpolated string.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlHandler(int literalLength, int formattedCount)
{
    private const int GuessedLength = 16;

    private readonly StringBuilder _text = new(literalLength + (formattedCount * GuessedLength));

    public void AppendLiteral(string markup) => _text.Append(markup);

    public void AppendFormatted(Html piece) => _text.Append(piece.Text);

    public void AppendFormatted(IEnumerable<Html> pieces)
    {
        foreach (var piece in pieces)
            _text.Append(piece.Text);
    }

    public void AppendFormatted(string? text) => _text.Append(WebUtility.HtmlEncode(text));

    public void AppendFormatted<T>(T value) => AppendFormatted(Convert.ToString(value, CultureInfo.InvariantCulture));

    public void AppendFormatted<T>(T value, string format)
        where T : IFormattable => AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
