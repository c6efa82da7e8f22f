namespace KdHost.Host.Reports.Pages.Sections;

/// <summary>What the run was made with.</summary>
internal static class EnvironmentSection
{
    public static Html Of(ReportContent content)
    {
        var (packages, facts) = (Environments.Facts(content.Run).Where(fact => IsPackage(fact.Name)).ToList(), Environments.Facts(content.Run).Where(fact => !IsPackage(fact.Name)).ToList());
        if (facts.Count == 0)
            return Html.Empty;
        var rest = packages.Count == 0 ? Html.Empty : Html.Of($"<details><summary>{packages.Count} packages</summary>{Facts(packages.Select(fact => (fact.Name.Split(": ")[^1], fact.Value)))}</details>\n");
        return Html.Of($"{Facts(facts)}{rest}");
    }

    private static bool IsPackage(string name) => name.StartsWith("packages: ", StringComparison.Ordinal);

    private static Html Facts(IEnumerable<(string Name, string Value)> facts) =>
        Html.Of($"<dl class=\"facts\">{facts.Select(fact => Html.Of($"<dt>{fact.Name}</dt><dd>{fact.Value}</dd>\n"))}</dl>\n");
}
