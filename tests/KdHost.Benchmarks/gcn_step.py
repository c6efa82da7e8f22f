"""Milliseconds of a training step of a two-layer graph convolutional network in plain PyTorch, sparse and dense, on one core."""
import struct
import sys
import time

import torch
import torch.nn.functional as F

HIDDEN, DROPOUT = 64, 0.5


def read(folder):
    with open(f"{folder}/features.bin", "rb") as file:
        content = file.read()
    rows, columns, entries, kind = struct.unpack_from("<iiqi", content, 8)
    starts = struct.unpack_from(f"<{rows + 1}i", content, 28)
    at = 28 + 4 * (rows + 1)
    indices = struct.unpack_from(f"<{entries}H", content, at)
    values = struct.unpack_from(f"<{entries}f", content, at + 2 * entries) if kind else [1.0] * entries
    row = [r for r in range(rows) for _ in range(starts[r + 1] - starts[r])]
    features = torch.sparse_coo_tensor([row, indices], values, (rows, columns), dtype=torch.float32).coalesce()
    edges = [tuple(map(int, line.split(","))) for line in open(f"{folder}/edges.csv").read().split()[1:]]
    labels = torch.tensor([int(line.split(",")[1]) for line in open(f"{folder}/labels.csv").read().split()[1:]])
    pairs = torch.tensor(edges + [(b, a) for a, b in edges] + [(i, i) for i in range(rows)]).t()
    degree = torch.bincount(pairs[0], minlength=rows).float().rsqrt()
    adjacency = torch.sparse_coo_tensor(pairs, degree[pairs[0]] * degree[pairs[1]], (rows, rows)).coalesce()
    return features, adjacency, labels


def measure(features, adjacency, labels, warm_up, steps):
    classes = int(labels.max()) + 1
    parameters = [torch.nn.Parameter(torch.randn(shape) * 0.05) for shape in ((features.shape[1], HIDDEN), (HIDDEN,), (HIDDEN, classes), (classes,))]
    w1, b1, w2, b2 = parameters
    optimizer = torch.optim.Adam(parameters, lr=0.01, weight_decay=5e-4)
    for step in range(warm_up + steps):
        if step == warm_up:
            start = time.perf_counter()
        optimizer.zero_grad()
        hidden = F.dropout(torch.relu(torch.mm(adjacency, torch.mm(features, w1)) + b1), DROPOUT)
        F.cross_entropy(torch.mm(adjacency, torch.mm(hidden, w2)) + b2, labels).backward()
        optimizer.step()
    return 1000 * (time.perf_counter() - start) / steps


if __name__ == "__main__":
    torch.set_num_threads(1)
    folder, warm_up, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    features, adjacency, labels = read(folder)
    name = folder.rstrip("/").split("/")[-1]
    for kind, x in (("sparse", features), ("dense", features.to_dense())):
        print(f"gcn on {name}: {measure(x, adjacency, labels, warm_up, steps):.1f} ms a step on one core in plain PyTorch {torch.__version__} with {kind} features")
