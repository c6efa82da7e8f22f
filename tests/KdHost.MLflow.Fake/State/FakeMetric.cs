namespace KdHost.MLflow.Fake.State;

/// <summary>A stored metric value.</summary>
public readonly record struct FakeMetric(string Key, double Value, long Timestamp, long Step) : IComparable<FakeMetric>
{
    private (long, long, double) Order => (Step, Timestamp, double.IsNaN(Value) ? 0 : Value);

    public int CompareTo(FakeMetric other) => Order.CompareTo(other.Order);

    public static bool operator <(FakeMetric left, FakeMetric right) => left.CompareTo(right) < 0;

    public static bool operator >(FakeMetric left, FakeMetric right) => left.CompareTo(right) > 0;

    public static bool operator <=(FakeMetric left, FakeMetric right) => left.CompareTo(right) <= 0;

    public static bool operator >=(FakeMetric left, FakeMetric right) => left.CompareTo(right) >= 0;
}
