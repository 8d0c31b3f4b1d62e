"""Writes the files of this folder; versions of the tools that wrote them stand in README.md."""
import gzip
import sys

import numpy as np
import scipy.io

m = np.array([[0, 1, 2], [3, 4, 5]])
for name, dtype in {
    "b1": "?", "u1": "u1", "i1": "i1", "u2": "<u2", "i2": ">i2", "u4": ">u4", "i4": "<i4", "u8": "<u8", "i8": ">i8",
    "f2": "<f2", "f4": ">f4", "f8": "<f8",
}.items():
    np.save(f"type-{name}.npy", m.astype(dtype))
np.save("fortran-f4.npy", np.asfortranarray(np.arange(24, dtype="<f4").reshape(2, 3, 4)))
np.save("fortran-f8-big.npy", np.asfortranarray(m.astype(">f8") / 3))
np.save("scalar.npy", np.float64(2.5))
np.save("vector.npy", np.array([1.5, -2.25], dtype="<f4"))
np.save("half.npy", np.array([1 / 3, -65504, 6e-8, np.inf, 0], dtype="f2"))
np.save("i8-wide.npy", np.array([1, 2**24 + 1, -(2**40) - 1], dtype="<i8"))
np.save("u8-high.npy", np.array([2**64 - 1, 2**63], dtype="<u8"))
np.save("empty.npy", np.zeros((0, 3), dtype="<f4"))
np.save("objects.npy", np.array([{"a": 1}, None], dtype=object), allow_pickle=True)
np.save("strings.npy", np.array(["a", "bc"]))
np.save("complex.npy", np.array([1 + 2j]))
np.save("records.npy", np.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f8")]))
np.savez("stored.npz", x=m.astype("<f4"), y=np.array([7, 8]))
np.savez_compressed("deflated.npz", x=np.asfortranarray(m / 3), y=np.array([7, 8]))

a = np.array([[1.5, -2, 3], [4, 5.25, 6]])
values = {
    "doubles": a, "singles": a.astype("f4"), "bytes": m.astype("u1"), "shorts": m.astype("i2") - 3,
    "words": m.astype("i4") * 100000, "longs": m.astype("i8") - 2, "flags": m % 2 == 1,
    "cube": np.arange(24.0).reshape(2, 3, 4),
}
scipy.io.savemat("plain.mat", values)
scipy.io.savemat("compressed.mat", values, do_compression=True)
scipy.io.savemat("labelled.mat", {"data": a, "labels": np.array([[3], [4]])}, do_compression=True)
scipy.io.savemat("cell.mat", {"c": np.array([1.0, "two"], dtype=object)})
scipy.io.savemat("struct.mat", {"s": {"a": 1.0}})
scipy.io.savemat("complex.mat", {"z": np.array([[1 + 2j]])})
scipy.io.savemat("version4.mat", {"x": a}, format="4")
with gzip.GzipFile("vector.npy.gz", "wb", mtime=0) as out:
    out.write(open("vector.npy", "rb").read())
print(sys.version.split()[0], np.__version__, scipy.__version__)
