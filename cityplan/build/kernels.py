"""Kernels forked from the warm process: each notebook has its own fresh process, without the start-up.

The protocol is that of any kernel. Where a fork fails, an ordinary kernel starts.
"""

import asyncio
import logging
import os
import random
import signal
import sys
import tempfile
from collections.abc import Sequence
from multiprocessing.process import BaseProcess
from typing import Any
from uuid import uuid4

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Type, default

from cityplan.build.warm import NO_FORK, end_with_parent, forked

_A_MOMENT = 0.005  # seconds
_SOCKET_NAME = 100  # bytes; Linux takes 107


class _Outputs(AsyncZMQSocketChannel):
    """What a kernel tells of its work, without the wait until a new kernel is silent.

    jupyter_client throws away what it says of itself at first, and listens 0.2 seconds for more; nbclient passes over
    whatever does not belong to the cell that it runs.
    """

    _heard = False

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:  # type: ignore[override]
        told = await super().get_msg(0 if self._heard and timeout else timeout)
        self._heard = True
        return told


class _Client(AsyncKernelClient):
    iopub_channel_class = Type(_Outputs)


class WarmKernelManager(AsyncKernelManager):
    """Starts its kernel by a fork, and speaks with it over sockets that are files.

    Two runs that look for free ports at a time may find the same one; then a kernel dies.
    """

    @default("ip")
    def _place_of_sockets(self) -> str:
        return f"{tempfile.gettempdir()}/kernel-{uuid4()}" if self.transport == "ipc" else "127.0.0.1"

    @default("transport")
    def _files_where_their_names_are_not_too_long(self) -> str:
        name = f"{tempfile.gettempdir()}/kernel-{uuid4()}-1"
        return "ipc" if len(os.fsencode(name)) < _SOCKET_NAME else "tcp"

    @default("client_factory")
    def _client(self) -> type[AsyncKernelClient]:
        return _Client

    async def _async_pre_start_kernel(self, **given: Any) -> Any:
        if self.provisioner is None:
            self.provisioner = _Forked(kernel_id="", kernel_spec=self.kernel_spec, parent=self)
        return await super()._async_pre_start_kernel(**given)


class _Forked(LocalProvisioner):
    """Provides a kernel process that is a fork of the warm one."""

    async def launch_kernel(self, cmd: list[str], **given: Any) -> Any:
        """Fork the kernel; an ordinary process where that fails."""
        try:
            options = cmd[cmd.index("ipykernel_launcher") + 1 :]
            process = forked(_serve, options, dict(given["env"]), str(given["cwd"]))
        except (*NO_FORK, ValueError) as problem:
            logging.getLogger(__name__).info("no fork, an ordinary kernel: %s", problem)
            return await super().launch_kernel(cmd, **given)
        self.process = _Handle(process)  # type: ignore[assignment]
        self.pid = process.pid
        self.pgid = None  # its group is its own only after a moment: see _Handle
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the end of the kernel, which is looked for ten times a second otherwise."""
        while self.process and await self.poll() is None:
            await asyncio.sleep(_A_MOMENT)
        return await super().wait()


class _Handle:
    """A forked process as far as the provisioner asks of a Popen."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess) -> None:
        self._process = process
        self.pid = process.pid or 0

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Signal the kernel and what it started, or the kernel alone before it has its group."""
        if sys.platform == "win32":  # nothing is forked there
            return
        for send in (os.killpg, os.kill):
            try:
                if self.poll() is None:
                    send(self.pid, number)
                return
            except ProcessLookupError:
                continue

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        if sys.platform == "win32":
            return
        self.send_signal(signal.SIGKILL)


def _serve(options: Sequence[str], environment: dict[str, str], folder: str) -> None:
    """Be the kernel: in a group of its own, with the environment and the folder of this notebook."""
    if sys.platform == "win32":
        return
    os.setsid()
    end_with_parent()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    random.seed()
    sys.modules["numpy"].random.seed()
    from ipykernel.kernelapp import IPKernelApp

    # With a parent, a kernel does not tell on its output how to connect to it, and ends with it.
    parent = f"--IPKernelApp.parent_handle={os.getppid()}"
    IPKernelApp.launch_instance(argv=[*options, parent])
