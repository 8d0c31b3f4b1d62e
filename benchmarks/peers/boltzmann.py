"""Work on RBMs in NumPy and PyTorch, written as their users write it: the yardstick of RbmStepBenchmark, AnnealingBenchmark and
StateEnumerationBenchmark (JMH, module models).

Usage: python3 boltzmann.py numpy|torch [cd|pcd|ais|enumeration ...] [--threads N] [--rounds N]
Prints the median wall time of each in milliseconds. For NumPy set OPENBLAS_NUM_THREADS before the start.
"""
import argparse
import statistics
import time

VISIBLE, HIDDEN, BATCH, RATE = 784, 500, 100, 0.05
CHAINS, TEMPERATURES, UNITS = 100, 1000, 20


def numpy_work():
    import numpy as np

    random = np.random.default_rng(1)
    w = (0.05 * random.standard_normal((VISIBLE, HIDDEN))).astype(np.float32)
    b, c = np.full(VISIBLE, -1.9, np.float32), np.zeros(HIDDEN, np.float32)
    x = (random.random((BATCH, VISIBLE)) < 0.13).astype(np.float32)
    persistent = (random.random((BATCH, VISIBLE)) < 0.13).astype(np.float32)

    def sigmoid(a):
        return 1 / (1 + np.exp(-a))

    def draw(p):
        return (random.random(p.shape, dtype=np.float32) < p).astype(np.float32)

    def step(chain):
        nonlocal w, b, c
        h0 = sigmoid(x @ w + c)
        hidden = draw(h0 if chain is None else sigmoid(chain @ w + c))
        v1 = draw(sigmoid(hidden @ w.T + b))
        h1 = sigmoid(v1 @ w + c)
        w += RATE / BATCH * (x.T @ h0 - v1.T @ h1)
        b += RATE * (x - v1).mean(0)
        c += RATE * (h0 - h1).mean(0)
        return v1

    def cd():
        step(None)

    def pcd():
        persistent[:] = step(persistent)

    def ais():
        v = draw(np.broadcast_to(sigmoid(b), (CHAINS, VISIBLE)))
        weights = np.zeros(CHAINS)
        betas = np.linspace(0, 1, TEMPERATURES + 1)
        for low, high in zip(betas[:-1], betas[1:]):
            a = v @ w + c
            weights += (np.logaddexp(0, high * a) - np.logaddexp(0, low * a)).sum(1)
            h = draw(sigmoid(np.float32(high) * a))
            v = draw(sigmoid(np.float32(high) * (h @ w.T) + b))
        top = weights.max()
        return top + np.log(np.exp(weights - top).mean())

    def enumeration():
        small = w[:, :UNITS]
        total = []
        for block in range(0, 1 << UNITS, 1 << 10):
            states = np.arange(block, block + (1 << 10))
            h = ((states[:, None] >> np.arange(UNITS)) & 1).astype(np.float32)
            terms = h @ c[:UNITS] + np.logaddexp(0, h @ small.T + b).sum(1, dtype=np.float64)
            top = terms.max()
            total.append(top + np.log(np.exp(terms - top).sum()))
        total = np.array(total)
        return total.max() + np.log(np.exp(total - total.max()).sum())

    return {"cd": cd, "pcd": pcd, "ais": ais, "enumeration": enumeration}


def torch_work(threads):
    import torch
    from torch.nn.functional import softplus

    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    torch.manual_seed(1)
    w = 0.05 * torch.randn(VISIBLE, HIDDEN)
    b, c = torch.full((VISIBLE,), -1.9), torch.zeros(HIDDEN)
    x = (torch.rand(BATCH, VISIBLE) < 0.13).float()
    persistent = (torch.rand(BATCH, VISIBLE) < 0.13).float()

    def step(chain):
        h0 = torch.sigmoid(x @ w + c)
        hidden = torch.bernoulli(h0 if chain is None else torch.sigmoid(chain @ w + c))
        v1 = torch.bernoulli(torch.sigmoid(hidden @ w.t() + b))
        h1 = torch.sigmoid(v1 @ w + c)
        w.add_(x.t() @ h0 - v1.t() @ h1, alpha=RATE / BATCH)
        b.add_((x - v1).mean(0), alpha=RATE)
        c.add_((h0 - h1).mean(0), alpha=RATE)
        return v1

    def cd():
        step(None)

    def pcd():
        persistent.copy_(step(persistent))

    def ais():
        v = torch.bernoulli(torch.sigmoid(b).expand(CHAINS, VISIBLE))
        weights = torch.zeros(CHAINS, dtype=torch.float64)
        betas = torch.linspace(0, 1, TEMPERATURES + 1).tolist()
        for low, high in zip(betas[:-1], betas[1:]):
            a = v @ w + c
            weights += (softplus(high * a) - softplus(low * a)).sum(1)
            h = torch.bernoulli(torch.sigmoid(high * a))
            v = torch.bernoulli(torch.sigmoid(high * (h @ w.t()) + b))
        return torch.logsumexp(weights, 0).item()

    def enumeration():
        small = w[:, :UNITS]
        total = []
        for block in range(0, 1 << UNITS, 1 << 10):
            states = torch.arange(block, block + (1 << 10))
            h = ((states[:, None] >> torch.arange(UNITS)) & 1).float()
            terms = h @ c[:UNITS] + softplus(h @ small.t() + b).sum(1, dtype=torch.float64)
            total.append(torch.logsumexp(terms, 0))
        return torch.logsumexp(torch.stack(total), 0).item()

    return {"cd": cd, "pcd": pcd, "ais": ais, "enumeration": enumeration}


def median(work, rounds):
    work()
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times) * 1e3


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", choices=["numpy", "torch"])
    parser.add_argument("work", nargs="*", default=["cd", "pcd", "ais", "enumeration"])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    all_work = numpy_work() if arguments.library == "numpy" else torch_work(arguments.threads)
    for name in arguments.work:
        rounds = 300 if name in ("cd", "pcd") else arguments.rounds
        print(f"{name:11s} {arguments.library:5s}: median {median(all_work[name], rounds):9.2f} ms", flush=True)


if __name__ == "__main__":
    main()
