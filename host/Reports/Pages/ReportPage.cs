using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using KdHost.Host.Reports.Pages.Sections;

namespace KdHost.Host.Reports.Pages;

/// <summary>The report as one page that needs nothing else: no network, no other file. A policy in it allows no script but its own.</summary>
internal static class ReportPage
{
    private static readonly string Style = Resource("report.css"), Script = Resource("report.js");

    /// <summary>Makes the page.</summary>
    public static string Of(ReportContent content)
    {
        Section[] sections =
        [
            new("results", "Results", LeaderboardSection.Of(content)),
            new("study", content.Study?.Title ?? "", StudySection.Of(content)),
            new("comparison", "Comparison with the baseline", ComparisonSection.Of(content)),
            new("curves", "Learning curves", CurvesSection.Of(content)),
            new("parameters", "Parameters", ParametersSection.Of(content)),
            new("failures", "Failures", FailuresSection.Of(content)),
            new("reproduce", "Declaration and how to reproduce", ReproduceSection.Of(content)),
            new("environment", "Environment", EnvironmentSection.Of(content)),
        ];
        var shown = sections.Where(section => section.Body.Text.Length > 0).ToList();
        var policy = $"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))}'";
        return Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <title>{content.Record.Name}: report</title>
            <style>{new Html(Style)}</style>
            </head>
            <body>
            <header>
            <h1>{content.Record.Name}</h1>
            <p class="scope">{ReportWords.Scope(content)}</p>
            {ReportWords.Papers(content).Select(paper => Html.Of($"<p class=\"scope\">{paper}</p>\n"))}            {Answer(content)}{ReportWords.Warnings(content).Select(warning => Html.Of($"<p class=\"warning\">{warning}</p>\n"))}
            <nav aria-label="Sections">{shown.Select(section => Html.Of($"<a href=\"#{section.Id}\">{section.Title}</a> "))}</nav>
            </header>
            <main>
            {shown.Select(section => Html.Of($"<section id=\"{section.Id}\">\n<h2>{section.Title}</h2>\n{section.Body}</section>\n"))}</main>
            <footer>Made by KdHost on {content.Time.UtcDateTime:yyyy-MM-dd HH:mm} UTC from {Path.GetFileName(content.Run.Path)}.</footer>
            <script>{new Html(Script)}</script>
            </body>
            </html>

            """).Text;
    }

    private static Html Answer(ReportContent content) => ReportWords.Answer(content) is { } answer ? Html.Of($"<p class=\"answer\">{answer}</p>\n") : Html.Of($"<p class=\"answer\">No trial has a result yet.</p>\n");

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private sealed record Section(string Id, string Title, Html Body);
}
