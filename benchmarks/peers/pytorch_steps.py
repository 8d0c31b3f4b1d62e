"""One training step in PyTorch, written as its users write it: the yardstick of the step benchmarks (JMH, module models).

Usage: python3 pytorch_steps.py [made|nade|eonade|maf|rbm|vae|gan ...] [--threads N] [--seconds S]
Prints, for each step, the median and the 10th percentile of its wall time in microseconds.
"""
import argparse
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F

BATCH = 100


class MaskedLinear(nn.Linear):
    def __init__(self, inputs, outputs, mask):
        super().__init__(inputs, outputs)
        self.register_buffer("mask", mask)

    def forward(self, x):
        return F.linear(x, self.mask * self.weight, self.bias)


def made():
    d, h = 784, 500
    degree_in = torch.arange(1, d + 1)
    degree_hidden = torch.randint(1, d, (h,))
    net = nn.Sequential(
        MaskedLinear(d, h, (degree_hidden[:, None] >= degree_in[None, :]).float()),
        nn.ReLU(),
        MaskedLinear(h, d, (degree_in[:, None] > degree_hidden[None, :]).float()),
    )
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    x = (torch.rand(BATCH, d) < 0.13).float()

    def step():
        optimizer.zero_grad()
        loss = F.binary_cross_entropy_with_logits(net(x), x, reduction="sum") / BATCH
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def nade():
    """The hidden sums are kept from feature to feature; the loop over features is Python's, as autograd needs it."""
    d, h = 784, 500
    w = (0.01 * torch.randn(d, h)).requires_grad_()
    v = (0.01 * torch.randn(d, h)).requires_grad_()
    b, c = torch.zeros(d, requires_grad=True), torch.zeros(h, requires_grad=True)
    optimizer = torch.optim.Adam([w, v, b, c], lr=1e-3)
    x = (torch.rand(BATCH, d) < 0.13).float()

    def step():
        optimizer.zero_grad()
        a = c.expand(BATCH, h)
        logits = []
        for i in range(d):
            logits.append(torch.sigmoid(a) @ v[i] + b[i])
            a = a + x[:, i : i + 1] * w[i]
        loss = F.binary_cross_entropy_with_logits(torch.stack(logits, 1), x, reduction="sum") / BATCH
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def eonade():
    d, h = 784, 500
    net = nn.Sequential(nn.Linear(2 * d, h), nn.ReLU(), nn.Linear(h, h), nn.ReLU(), nn.Linear(h, d))
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    x = (torch.rand(BATCH, d) < 0.13).float()

    def step():
        optimizer.zero_grad()
        seen = torch.randint(0, d, (BATCH, 1))
        mask = (torch.rand(BATCH, d).argsort(1) < seen).float()
        logits = net(torch.cat([x * mask, mask], 1))
        each = F.binary_cross_entropy_with_logits(logits, x, reduction="none") * (1 - mask)
        loss = (each.sum(1) * d / (d - seen[:, 0])).mean()
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def maf():
    d, h, layers = 64, 100, 5
    nets = nn.ModuleList()
    for _ in range(layers):
        degree_in = torch.arange(1, d + 1)
        degree_hidden = torch.randint(1, d, (h,))
        out = (degree_in[:, None] > degree_hidden[None, :]).float()
        nets.append(
            nn.Sequential(
                MaskedLinear(d, h, (degree_hidden[:, None] >= degree_in[None, :]).float()),
                nn.ReLU(),
                MaskedLinear(h, 2 * d, torch.cat([out, out])),
            )
        )
    optimizer = torch.optim.Adam(nets.parameters(), lr=1e-3)
    x = torch.randn(BATCH, d)

    def step():
        optimizer.zero_grad()
        u, log_det = x, 0.0
        for net in nets:
            mean, log_scale = net(u).chunk(2, dim=1)
            u = ((u - mean) * torch.exp(-log_scale)).flip(1)
            log_det = log_det - log_scale.sum(1)
        loss = (0.5 * (u**2).sum(1) - log_det).mean()
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def rbm():
    d, h, rate = 784, 500, 0.05
    w = 0.01 * torch.randn(d, h)
    b, c = torch.zeros(d), torch.zeros(h)
    x = (torch.rand(BATCH, d) < 0.13).float()

    @torch.no_grad()
    def step():
        h0 = torch.sigmoid(x @ w + c)
        v1 = torch.bernoulli(torch.sigmoid(torch.bernoulli(h0) @ w.t() + b))
        h1 = torch.sigmoid(v1 @ w + c)
        w.add_(x.t() @ h0 - v1.t() @ h1, alpha=rate / BATCH)
        b.add_((x - v1).mean(0), alpha=rate)
        c.add_((h0 - h1).mean(0), alpha=rate)

    return step


def vae():
    d, h, z = 784, 200, 50
    encoder = nn.Sequential(nn.Linear(d, h), nn.ReLU(), nn.Linear(h, h), nn.ReLU(), nn.Linear(h, 2 * z))
    decoder = nn.Sequential(nn.Linear(z, h), nn.ReLU(), nn.Linear(h, h), nn.ReLU(), nn.Linear(h, d))
    optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=1e-3)
    x = (torch.rand(BATCH, d) < 0.13).float()

    def step():
        optimizer.zero_grad()
        mean, log_variance = encoder(x).chunk(2, dim=1)
        latent = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
        reconstruction = F.binary_cross_entropy_with_logits(decoder(latent), x, reduction="sum")
        kl = 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).sum()
        loss = (reconstruction + kl) / BATCH
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def gan():
    def perceptron(outputs, activation):
        return nn.Sequential(nn.Linear(2, 64), activation(), nn.Linear(64, 64), activation(), nn.Linear(64, outputs))

    generator, discriminator = perceptron(2, nn.ReLU), perceptron(1, lambda: nn.LeakyReLU(0.2))
    optimizer_g = torch.optim.Adam(generator.parameters(), lr=1e-3, betas=(0.5, 0.999))
    optimizer_d = torch.optim.Adam(discriminator.parameters(), lr=1e-3, betas=(0.5, 0.999))
    x = torch.randn(BATCH, 2)
    ones, zeros = torch.ones(BATCH, 1), torch.zeros(BATCH, 1)

    def step():
        fake = generator(torch.randn(BATCH, 2))
        optimizer_d.zero_grad()
        loss_d = F.binary_cross_entropy_with_logits(discriminator(x), ones)
        loss_d = loss_d + F.binary_cross_entropy_with_logits(discriminator(fake.detach()), zeros)
        loss_d.backward()
        optimizer_d.step()
        optimizer_g.zero_grad()
        loss_g = F.binary_cross_entropy_with_logits(discriminator(fake), ones)
        loss_g.backward()
        optimizer_g.step()
        return loss_d.item(), loss_g.item()

    return step


STEPS = {"made": made, "nade": nade, "eonade": eonade, "maf": maf, "rbm": rbm, "vae": vae, "gan": gan}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", default=list(STEPS))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=5)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    for name in arguments.steps:
        step = STEPS[name]()
        end = time.perf_counter() + 1.5
        while time.perf_counter() < end:
            step()
        times = []
        end = time.perf_counter() + arguments.seconds
        while time.perf_counter() < end:
            begin = time.perf_counter()
            step()
            times.append(time.perf_counter() - begin)
        times.sort()
        print(
            f"{name:6s} torch {torch.__version__} threads {arguments.threads}: "
            f"median {statistics.median(times) * 1e6:8.0f} us, p10 {times[len(times) // 10] * 1e6:8.0f} us, n {len(times)}",
            flush=True,
        )


if __name__ == "__main__":
    main()
