"""absum.wasm on a memory of its own."""

import struct

from wasmtime import Engine, Instance, Limits, Memory, MemoryType, Module, Store

PAGE = 65536


class Absum:
    """The module, and a memory that is given out from the bottom up and never taken back."""

    def __init__(self, path):
        engine = Engine()
        self.store = Store(engine)
        self.memory = Memory(self.store, MemoryType(Limits(1, None)))
        instance = Instance(self.store, Module.from_file(engine, path), [self.memory])
        self.exports = instance.exports(self.store)
        self.end = 64  # address 0 stays free: an order there would count as none

    def call(self, name, *arguments):
        return self.exports[name](self.store, *arguments)

    def allocate(self, size):
        """The address of so many bytes, all 0 as in any fresh memory."""
        address = self.end
        self.end += (size + 63) // 64 * 64
        missing = self.end - self.memory.data_len(self.store)
        if missing > 0:
            self.memory.grow(self.store, -(-missing // PAGE))
        return address

    def write(self, address, form, *values):
        self.memory.write(self.store, struct.pack(f"<{form}", *values), address)

    def read(self, address, form):
        end = address + struct.calcsize(f"<{form}")
        return struct.unpack(f"<{form}", self.memory.read(self.store, address, end))

    def place(self, kind, values):
        """The address of a new region that holds the values, of kind "f" (f32) or "I" (u32)."""
        address = self.allocate(4 * len(values))
        self.write(address, f"{len(values)}{kind}", *values)
        return address
