namespace KdHost.Sdk.Studies;

/// <summary>Something that a study says.</summary>
public abstract record StudyPart;

/// <summary>A paragraph.</summary>
/// <param name="Words">The text.</param>
public sealed record StudyText(string Words) : StudyPart;

/// <summary>A table.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">The heading of each column.</param>
/// <param name="Rows">One cell a column each.</param>
public sealed record StudyTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : StudyPart;

/// <summary>A figure.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Caption">What it shows.</param>
/// <param name="Path">Path of the PNG.</param>
public sealed record StudyFigure(string Name, string Caption, string Path) : StudyPart;

/// <summary>A claim and what became of it.</summary>
/// <param name="Claim">What should show.</param>
/// <param name="Holds">Whether it does; null where it can't be told.</param>
/// <param name="Measured">What was measured, or why it can't be told.</param>
public sealed record StudyCheck(string Claim, bool? Holds, string Measured) : StudyPart
{
    /// <summary>The outcome in words.</summary>
    public string Outcome => Holds switch { true => "holds", false => "does not hold", null => "undecided" };
}
