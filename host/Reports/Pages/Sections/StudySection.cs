using KdHost.Host.Reports.Studies;
using KdHost.Sdk.Studies;

namespace KdHost.Host.Reports.Pages.Sections;

/// <summary>What the study of the grid says, its figures inside the page.</summary>
internal static class StudySection
{
    public static Html Of(ReportContent content)
    {
        if (content.Study is not { } study)
            return Html.Empty;
        var warning = StudyMarkdown.Preliminary(study) is { } words ? Html.Of($"<p class=\"warning\">{words}</p>\n") : Html.Empty;
        var checks = StudyMarkdown.Checks(study);
        var claims = checks.Rows.Count > 0 ? Html.Table("Claims", checks.Header.Select(name => new Column(name)), checks.Rows) : Html.Empty;
        return Html.Of($"{warning}{claims}{study.Parts.Select(Part)}");
    }

    private static Html Part(StudyPart part) => part switch
    {
        StudyText text => Html.Of($"<p>{text.Words}</p>\n"),
        StudyTable table => Html.Table(table.Title, table.Columns.Select((name, column) => new Column(name, column > 0)), table.Rows),
        StudyFigure figure when File.Exists(figure.Path) => Html.Of($"<figure class=\"scroll\"><img alt=\"{figure.Caption}\" src=\"data:image/png;base64,{Convert.ToBase64String(File.ReadAllBytes(figure.Path))}\"><figcaption>{figure.Caption}</figcaption></figure>\n"),
        _ => Html.Empty,
    };
}
