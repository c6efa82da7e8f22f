using KdHost.Host.Execution.Devices;
using KdHost.Host.Experiments;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Tests.Execution.Devices;

public sealed class SlotPlanTests
{
    private const long Gigabyte = 1_000_000_000;

    private static readonly Machine Laptop = new(8, 32 * Gigabyte, []);
    private static readonly Machine Server = new(64, 512 * Gigabyte, [80 * Gigabyte, 80 * Gigabyte, 24 * Gigabyte]) { HasCudaBuild = true };

    [Theory]
    [InlineData("auto", "cpu*8")]
    [InlineData("cpu", "cpu*8")]
    [InlineData("cpu*3", "cpu*3")]
    public void Without_a_GPU_trials_share_the_cores(string devices, string plan) => Assert.Equal(plan, Plan(Laptop, devices));

    [Theory]
    [InlineData("auto", "cuda:0, cuda:1, cuda:2")]
    [InlineData("cuda", "cuda:0, cuda:1, cuda:2")]
    [InlineData("cuda:1", "cuda:1")]
    [InlineData("cuda*2", "cuda:0*2, cuda:1*2, cuda:2*2")]
    [InlineData("cpu*2,cuda:0,cuda:1*3", "cpu*2, cuda:0, cuda:1*3")]
    public void With_GPUs_each_has_a_trial_or_as_many_as_were_asked_for(string devices, string plan) => Assert.Equal(plan, Plan(Server, devices));

    [Fact]
    public void The_first_trials_spread_over_all_devices() =>
        Assert.Equal(["cuda:0", "cuda:1", "cuda:2", "cuda:0", "cuda:1", "cuda:2"], Slots(Server, "cuda*2", Resources.Default));

    [Fact]
    public void Declared_memory_says_how_many_trials_share_a_GPU() =>
        Assert.Equal("cuda:0*6, cuda:1*6, cuda:2*2", Plan(Server, "cuda", Resources.Default with { Memory = 12 * Gigabyte }));

    [Fact]
    public void Declared_memory_limits_the_trials_on_the_processor_too() =>
        Assert.Equal("cpu*3", Plan(Laptop, "cpu", Resources.Default with { Memory = 10 * Gigabyte }));

    [Theory]
    [InlineData(4, "cuda:0*2, cuda:1, cuda:2")]
    [InlineData(2, "cuda:0, cuda:1")]
    public void A_number_of_workers_is_shared_out(int workers, string plan) => Assert.Equal(plan, Plan(Server, "cuda", Resources.Default with { Workers = workers }));

    [Fact]
    public void Threads_of_a_trial_take_cores() => Assert.Equal("cpu*2", Plan(Laptop, "cpu", Resources.Default with { Threads = 4 }));

    [Fact]
    public void More_threads_than_cores_still_leave_one_trial() => Assert.Equal("cpu", Plan(Laptop, "cpu", Resources.Default with { Threads = 100 }));

    [Fact]
    public void A_GPU_of_unknown_memory_takes_one_trial() =>
        Assert.Equal("cuda:0", Plan(new Machine(8, 32 * Gigabyte, [null]) { HasCudaBuild = true }, "auto", Resources.Default with { Memory = Gigabyte }));

    [Theory]
    [InlineData("gpu", "there is no such device", "gpu")]
    [InlineData("cpu*0", "there is no such device", "cpu*0")]
    [InlineData("cuda:-1", "there is no such device", "cuda:-1")]
    [InlineData("cpu,", "there is no such device", "nothing")]
    [InlineData("cpu,cpu*2", "a device stands twice", "cpu,cpu*2")]
    [InlineData("cuda:3", "there is no such device on this machine", "cuda:3")]
    public void What_does_not_exist_is_refused(string devices, string problem, string found)
    {
        var fault = Assert.Throws<FaultException>(() => Plan(Server, devices)).Faults.Single();
        Assert.Equal((problem, found), (fault.Problem, fault.Found));
        Assert.NotNull(fault.Expected);
        Assert.NotNull(fault.Fix);
    }

    [Fact]
    public void A_build_without_CUDA_says_how_to_get_one() =>
        Assert.Contains("-p:Cuda=true", Assert.Throws<FaultException>(() => Plan(Laptop, "cuda:0")).Faults.Single().Fix, StringComparison.Ordinal);

    [Theory]
    [InlineData("cuda:2", 30, "a trial does not fit on cuda:2")]
    [InlineData("cpu*60", 12, "60 trials do not fit on cpu")]
    public void Trials_that_do_not_fit_are_refused_at_the_declared_memory(string devices, long gigabytes, string problem)
    {
        var fault = Assert.Throws<FaultException>(() => Plan(Server, devices, Resources.Default with { Memory = gigabytes * Gigabyte })).Faults.Single();
        Assert.Equal(("resources.memory", problem), (fault.Key, fault.Problem));
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData("0,2", 2)]
    [InlineData("", 0)]
    [InlineData("-1", 0)]
    [InlineData("1,7,0", 1)]
    [InlineData("GPU-8932f937-d72c-4106-c12f-20bd9faed9f6", 1)]
    public void Only_the_devices_that_CUDA_shows_count(string? shown, int count) => Assert.Equal(count, Machine.Visible(Server.Gpus, shown).Count);

    [Fact]
    public void The_drivers_tool_tells_memory_in_mebibytes() =>
        Assert.Equal([85_520_809_984, null, 25_757_220_864], Machine.ParseMemory("81559\n[N/A]\n24564\n"));

    [Fact]
    public void This_machine_has_at_least_a_core_and_some_memory()
    {
        var machine = Machine.Detect();
        Assert.InRange(machine.Cores, 1, int.MaxValue);
        Assert.InRange(machine.Memory, 1, long.MaxValue);
    }

    private static string Plan(Machine machine, string devices) => Plan(machine, devices, Resources.Default);

    private static string Plan(Machine machine, string devices, Resources resources) => SlotPlan.Show(Slots(machine, devices, resources));

    private static IReadOnlyList<string> Slots(Machine machine, string devices, Resources resources)
    {
        static Fault At(string problem) => new(problem) { Key = "resources.device" };
        return SlotPlan.Of(DeviceRequest.Parse(devices, At), resources, machine, At, problem => new Fault(problem) { Key = "resources.memory" });
    }
}
