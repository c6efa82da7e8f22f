namespace KdHost.Sdk.Studies;

/// <summary>What a study says, in the order in which it is read.</summary>
/// <param name="folder">Where figures are written; made when the first one comes.</param>
public sealed class StudyReport(string folder)
{
    private readonly List<StudyPart> _parts = [];

    /// <summary>All that was said.</summary>
    public IReadOnlyList<StudyPart> Parts => _parts;

    /// <summary>The claims that were checked.</summary>
    public IEnumerable<StudyCheck> Checks => _parts.OfType<StudyCheck>();

    /// <summary>Says something in words.</summary>
    /// <param name="paragraph">One paragraph, without mark-up.</param>
    public void Say(string paragraph) => _parts.Add(new StudyText(paragraph));

    /// <summary>Adds a table.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="columns">The heading of each column.</param>
    /// <param name="rows">One cell a column each.</param>
    /// <exception cref="ArgumentException">A row has more or fewer cells than there are columns.</exception>
    public void Table(string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new StudyTable(title, columns, [.. rows]);
        if (table.Rows.FirstOrDefault(row => row.Count != columns.Count) is { } wrong)
            throw new ArgumentException($"the table \"{title}\" has {columns.Count} columns and a row of {wrong.Count} cells", nameof(rows));
        _parts.Add(table);
    }

    /// <summary>Adds a figure.</summary>
    /// <param name="name">Its name, unique in the study and fit for a file name, such as <c>plateau</c>.</param>
    /// <param name="caption">What it shows, and over how many seeds.</param>
    /// <returns>Path of the PNG to write.</returns>
    public string Figure(string name, string caption)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{name}.png");
        _parts.Add(new StudyFigure(name, caption, path));
        return path;
    }

    /// <summary>Checks a claim against what was measured.</summary>
    /// <param name="claim">What should show, in words with its numbers.</param>
    /// <param name="holds">Whether it does.</param>
    /// <param name="measured">What was measured.</param>
    public void Check(string claim, bool holds, string measured) => _parts.Add(new StudyCheck(claim, holds, measured));

    /// <summary>Says that a claim can't be told yet.</summary>
    /// <param name="claim">What should show.</param>
    /// <param name="why">Why it can't be told, such as too few seeds or trials that have not finished.</param>
    public void Undecided(string claim, string why) => _parts.Add(new StudyCheck(claim, null, why));
}
