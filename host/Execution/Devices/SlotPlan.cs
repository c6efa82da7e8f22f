using KdHost.Host.Experiments;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Execution.Devices;

/// <summary>Which device each slot has: a slot runs one trial at a time.</summary>
internal static class SlotPlan
{
    private const string Cpu = "cpu";

    /// <summary>Plans the slots, devices in turn, so that the first trials spread over all of them.</summary>
    /// <param name="requests">The devices asked for.</param>
    /// <param name="resources">What a trial needs, and how many may run at a time.</param>
    /// <param name="machine">What there is.</param>
    /// <param name="at">Makes a fault at the place where the devices were asked for.</param>
    /// <param name="atMemory">Makes a fault at the declared memory.</param>
    /// <exception cref="FaultException">A device does not exist here, or a trial fits on none.</exception>
    public static IReadOnlyList<string> Of(IReadOnlyList<DeviceRequest> requests, Resources resources, Machine machine, Func<string, Fault> at, Func<string, Fault> atMemory)
    {
        var devices = requests.SelectMany(request => Resolve(request, machine, at)).DistinctBy(device => device.Name).ToList();
        var wanted = devices.Select(device => (device.Name, Count: Count(device, devices.Count, resources, machine, atMemory))).ToList();
        var slots = Enumerable.Range(0, wanted.Max(device => device.Count))
            .SelectMany(round => wanted.Where(device => round < device.Count).Select(device => device.Name));
        return [.. resources.Workers > 0 ? slots.Take(resources.Workers) : slots];
    }

    /// <summary>The slots in words, such as <c>cpu*2, cuda:0</c>.</summary>
    public static string Show(IEnumerable<string> slots) => string.Join(", ", slots.GroupBy(name => name).Select(group => group.Count() == 1 ? group.Key : $"{group.Key}*{group.Count()}"));

    private static IEnumerable<DeviceRequest> Resolve(DeviceRequest request, Machine machine, Func<string, Fault> at)
    {
        if (request.IsCuda && !machine.HasCudaBuild)
            throw new FaultException(at("this build has no CUDA") with { Found = request.Name, Expected = "\"auto\" or \"cpu\"", Fix = "build with -p:Cuda=true on a machine with an NVIDIA driver, or set KDHOST_LIBTORCH to a CUDA libtorch" });
        if (request.IsCuda && (request.Number ?? 0) >= machine.Gpus.Count)
        {
            throw new FaultException(at("there is no such device on this machine") with
            {
                Found = request.Name,
                Expected = machine.Gpus.Count == 0 ? "\"cpu\": no CUDA device is visible here" : $"one of: cpu, {string.Join(", ", machine.Gpus.Select((_, i) => $"cuda:{i}"))}",
                Fix = "see nvidia-smi and CUDA_VISIBLE_DEVICES, or name another device",
            });
        }

        if (request.IsCpu || request.Number is not null)
            return [request];
        var gpus = machine.HasCudaBuild ? machine.Gpus.Select((_, number) => request with { Name = $"cuda:{number}" }).ToList() : [];
        return gpus.Count > 0 ? gpus : [request with { Name = Cpu }];
    }

    private static int Count(DeviceRequest device, int devices, Resources resources, Machine machine, Func<string, Fault> atMemory)
    {
        var memory = device.IsCpu ? machine.Memory : machine.Gpus[device.Number!.Value];
        var fitting = resources.Memory is { } need && memory is { } size ? (int)Math.Min(size / need, int.MaxValue) : (int?)null;
        if (fitting == 0 || device.Slots > fitting)
        {
            throw new FaultException(atMemory(fitting == 0 ? $"a trial does not fit on {device.Name}" : $"{device.Slots} trials do not fit on {device.Name}") with
            {
                Found = $"{ByteSize.Show(resources.Memory!.Value)} a trial",
                Expected = $"{(device.Slots is { } many ? $"{many} times that" : "that")} within {ByteSize.Show(memory!.Value)}",
                Fix = "declare less memory, or ask for fewer trials on that device",
            });
        }

        // A number of workers is shared out evenly; without any wish as many as the cores or the declared memory bear.
        var natural = resources.Workers > 0 ? (resources.Workers + devices - 1) / devices
            : device.IsCpu ? Math.Max(1, machine.Cores / resources.Threads)
            : fitting ?? 1;
        return device.Slots ?? Math.Min(natural, fitting ?? int.MaxValue);
    }
}
