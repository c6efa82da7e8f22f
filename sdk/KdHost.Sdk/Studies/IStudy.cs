namespace KdHost.Sdk.Studies;

/// <summary>
/// What the trials of a grid say together: the figures of a paper over seeds, and whether its claims show. An experiment names one as
/// <c>"study"</c>; the host asks it when the grid has ended and at every report.
/// </summary>
public interface IStudy
{
    /// <summary>Concludes from results. A pure function of them: it runs again whenever a report is written.</summary>
    /// <param name="results">The finished trials.</param>
    /// <param name="report">Takes what there is to say, in the order in which it is read.</param>
    void Conclude(StudyResults results, StudyReport report);
}
