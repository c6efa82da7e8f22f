"""Samples a second of processor time of the linear study in NumPy and PyTorch, for comparison with `KdHost.Benchmarks distillation`: 197 inputs, 10 classes, batches of 10, one thread."""
import os
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
import time
import numpy as np

SAMPLES, WIDTH, CLASSES, BATCH, WARM_UP, STEPS = 60_000, 197, 10, 10, 300, 3000
rng = np.random.default_rng(1)
inputs = rng.standard_normal((SAMPLES, WIDTH), dtype=np.float32)
labels = rng.integers(0, CLASSES, SAMPLES)
onehot = np.eye(CLASSES, dtype=np.float32)[labels]
order = rng.permutation(SAMPLES)


def softmax(z):
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def rate(step, runs):
    for i in range(WARM_UP):
        step(i)
    start = time.process_time()
    for i in range(STEPS):
        step(i)
    return BATCH * STEPS * runs / (time.process_time() - start)


def numpy_stack(runs):
    teacher = softmax(inputs @ (0.05 * rng.standard_normal((WIDTH, CLASSES), dtype=np.float32)))
    lam = np.linspace(0, 1, runs, endpoint=False, dtype=np.float32)[None, :, None]
    target = (onehot[:, None] + lam * (teacher - onehot)[:, None]).reshape(SAMPLES, -1)
    weights = np.zeros((WIDTH, runs * CLASSES), np.float32)

    def step(i):
        index = order[i * BATCH % SAMPLES:][:BATCH]
        x = inputs[index]
        residual = softmax((x @ weights).reshape(BATCH, runs, CLASSES)).reshape(BATCH, -1) - target[index]
        weights[...] *= 1 - 0.01 * 1e-3
        weights[...] -= 0.01 / BATCH * (x.T @ residual)

    return rate(step, runs)


def torch_autograd():
    import torch
    import torch.nn.functional as F
    torch.set_num_threads(1)
    x, y, shuffled = torch.from_numpy(inputs[:, :-1].copy()), torch.from_numpy(labels), torch.from_numpy(order)
    student, teacher = torch.nn.Linear(WIDTH - 1, CLASSES), torch.nn.Linear(WIDTH - 1, CLASSES)
    optimizer = torch.optim.SGD(student.parameters(), 0.01, weight_decay=1e-3)

    def step(i):
        index = shuffled[i * BATCH % SAMPLES:][:BATCH]
        batch = x[index]
        with torch.no_grad():
            target = F.softmax(teacher(batch), 1)
        z = student(batch)
        loss = 0.3 * F.cross_entropy(z, y[index]) + 0.7 * F.kl_div(F.log_softmax(z, 1), target, reduction="batchmean")
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    return torch.__version__, rate(step, 1)


for runs in (1, 7, 43):
    print(f"NumPy {np.__version__}, closed form, {runs} runs stacked: {numpy_stack(runs):.0f} samples/s")
try:
    version, samples = torch_autograd()
    print(f"PyTorch {version}, autograd, one run: {samples:.0f} samples/s")
except ImportError:
    print("PyTorch is not installed")
