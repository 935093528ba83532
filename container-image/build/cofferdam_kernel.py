"""The Python kernel: ipykernel, whose output comes at once and is never dropped, with JSON among its results.

By itself: python3 -m cofferdam_kernel -f CONNECTION_FILE
As a parent that has imported what takes long and forks kernels: python3 -m cofferdam_kernel --fork-at SOCKET
"""

import array
import fcntl
import gc
import importlib
import json
import os
import select
import socket
import sys
import termios
import time

# What ipykernel and IPython load for notebooks in an editor: 30 MB. The user's own code gets them as always.
_UNWANTED = ("debugpy", "jedi")
for _name in _UNWANTED:
    sys.modules[_name] = None
try:
    import zmq
    from ipykernel.iostream import OutStream
    from ipykernel.ipkernel import IPythonKernel
    from ipykernel.kernelapp import IPKernelApp
    from IPython.core.formatters import BaseFormatter
    from jupyter_client.jsonutil import json_default
    from traitlets import Type, Unicode
finally:
    for _name in _UNWANTED:
        del sys.modules[_name]

import cofferdam_charts

# The rows of a data frame, and the characters of any other value, that are given as JSON too.
MOST_ROWS = 10_000
MOST_CHARACTERS = 1_000_000


# What is printed is told in messages of at most so many characters, however fast it comes.
MOST_PRINTED = 1 << 18


def write(stream, text, written=OutStream.write):
    """In place of OutStream's own, which gathers all that is printed until its thread gets to run."""
    for at in range(0, len(text), MOST_PRINTED):
        piece = text[at : at + MOST_PRINTED]
        written(stream, piece)
        stream.untold = getattr(stream, "untold", 0) + len(piece)
        if stream.untold >= MOST_PRINTED:
            stream.untold = 0
            stream.flush()
    return len(text)


OutStream.write = write


class Kernel(IPythonKernel):
    async def execute_request(self, stream, ident, parent):
        """A request may bring variables of its own, which go when it ends."""
        variables = parent.get("metadata", {}).get("cofferdam", {}).get("env", {})
        before = {name: os.environ.get(name) for name in variables}
        set_variables(variables)
        try:
            return await super().execute_request(stream, ident, parent)
        finally:
            set_variables(before)
            for output in (sys.stdout, sys.stderr):
                await_programs_output(output)


def await_programs_output(output):
    """What programs have printed comes by a pipe: it is told before the run is said to have ended."""
    pipe = getattr(output, "_fid", None)
    if pipe is None:
        return
    unread = array.array("i", [0])
    for _ in range(50):
        fcntl.ioctl(pipe, termios.FIONREAD, unread)
        if not unread[0]:
            break
        time.sleep(0.001)
    output.flush()


def set_variables(variables):
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def plain_value(value):
    """A dict or list as JSON, where it is such."""
    try:
        text = json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return None
    return json.loads(text) if len(text) <= MOST_CHARACTERS else None


def data_frame(frame):
    """Columns, index and rows; None when there are too many."""
    if len(frame) > MOST_ROWS or frame.size > MOST_CHARACTERS:
        return None
    return json.loads(frame.to_json(orient="split", date_format="iso"))


class ChartFormatter(BaseFormatter):
    """The data of a chart, beside its picture."""

    format_type = Unicode(cofferdam_charts.MIME)

    def __call__(self, value):
        # Not by a registered printer: matplotlib's own setup drops those for figures.
        figures = sys.modules.get("matplotlib.figure")
        return cofferdam_charts.of_figure(value) if figures is not None and isinstance(value, figures.Figure) else None


def add_chart(data):
    """A library's own specification gets the chart that it describes."""
    chart = None if cofferdam_charts.MIME in data else cofferdam_charts.of_bundle(data)
    if chart is not None:
        data[cofferdam_charts.MIME] = chart


def published(message):
    if message["header"]["msg_type"] in ("display_data", "update_display_data"):
        add_chart(message["content"]["data"])
    return message


class KernelApp(IPKernelApp):
    kernel_class = Type(Kernel, klass=IPythonKernel).tag(config=True)

    def parse_command_line(self, argv=None):
        if argv != []:
            super().parse_command_line(argv)  # which takes a third of a kernel's start, so those that are forked go without

    def initialize(self, argv=None):
        # No file of past input: what was run is for its caller to know.
        self.config.HistoryManager.enabled = False
        self.config.InteractiveShell.colors = "NoColor"
        super().initialize(argv)
        display = self.shell.display_formatter
        formatter = display.formatters["application/json"]
        formatter.for_type(dict, plain_value)
        formatter.for_type(list, plain_value)
        formatter.for_type_by_name("pandas.core.frame", "DataFrame", data_frame)
        self.add_charts(display)
        inline = sys.modules.get("matplotlib_inline.backend_inline")
        if inline is not None:
            inline._enable_matplotlib_integration()  # a parent imported it when there was no shell to be told

    def add_charts(self, display):
        try:
            cofferdam_charts.remember_boxes()
        except ImportError:
            pass  # an image without matplotlib
        display.formatters[cofferdam_charts.MIME] = ChartFormatter(parent=display)
        display.active_types = display.active_types + [cofferdam_charts.MIME]
        formatted = display.format

        def format(value, include=None, exclude=None):
            data, metadata = formatted(value, include=include, exclude=exclude)
            add_chart(data)
            return data, metadata

        display.format = format
        self.shell.display_pub.register_hook(published)

    def init_io(self):
        OutStream.flush_interval = 0.005
        packed = self.session.pack

        def pack(content):
            try:
                return packed(content)
            except UnicodeEncodeError:  # half a character, which no JSON can carry
                return json.dumps(content, default=json_default, ensure_ascii=False).encode("utf-8", errors="replace")

        self.session.pack = pack
        super().init_io()

    def init_iopub(self, context):
        super().init_iopub(context)
        # Rather wait for the reader than drop what he has not read.
        self.iopub_thread.socket.setsockopt(zmq.XPUB_NODROP, 1)


# Imported in this order, between one fork and the next, so that the first kernel does not wait for all of them.
_LIBRARIES = ("stack_data", "numpy", "pandas", "matplotlib", "matplotlib.pyplot", "matplotlib_inline.backend_inline")

# A parent that nobody has asked for a kernel for so long ends.
_IDLE_SECONDS = 600


class Parent:
    """Forks a kernel per connection: a line of JSON comes, the kernel's pid or "error TEXT" goes back, and it begins when told "go".

    The kernel is forked twice, so that its parent is whoever adopts orphans here: the agent.
    """

    def __init__(self, path):
        os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(128)

    def serve(self):
        for name in _LIBRARIES:
            self.fork_all(0)
            try:
                importlib.import_module(name)
            except ImportError:
                pass
        gc.collect()
        gc.freeze()
        while self.fork_all(_IDLE_SECONDS):
            pass

    def fork_all(self, seconds):
        """Serves those who wait, the first of them for so long; whether there was one."""
        served = False
        while select.select([self.listener], [], [], 0 if served else seconds)[0]:
            connection, _ = self.listener.accept()
            with connection:
                self.fork(connection)
            served = True
        return served

    def fork(self, connection):
        try:
            child = os.fork()
            if child == 0:
                self.child(connection)
            os.waitpid(child, 0)
        except OSError as e:
            connection.sendall(f"error {e}\n".encode())

    def child(self, connection):
        try:
            between = os.getpid()
            if os.fork() == 0:
                self.listener.close()
                while os.getppid() == between:
                    time.sleep(0.0002)
                become_kernel(connection)
        except BaseException as e:
            connection.sendall(f"error {e}\n".encode())
        finally:
            sys.stderr.flush()
            os._exit(0)


def become_kernel(connection):
    """In a new process: takes the place, the variables and the output that the request says, then runs."""
    with connection, connection.makefile("r", encoding="utf-8") as lines:
        request = json.loads(lines.readline())
        os.setsid()
        for descriptor, name in enumerate(("/dev/null", request["out"], request["err"])):
            opened = os.open(name, os.O_WRONLY if descriptor else os.O_RDONLY)
            os.dup2(opened, descriptor)
            os.close(opened)
        backend = os.environ["MPLBACKEND"]
        os.environ.clear()
        os.environb.update(entry.encode("latin-1").split(b"=", 1) for entry in request["env"])
        os.environ.setdefault("MPLBACKEND", backend)
        time.tzset()
        try:
            os.chdir(request["cwd"])
        except OSError:
            connection.sendall(b"cwd\n")
            return
        connection.sendall(f"{os.getpid()}\n".encode())
        if lines.readline() != "go\n":
            return
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()
    app = KernelApp.instance(connection_file=request["connection_file"])
    app.initialize([])
    app.start()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--fork-at"]:
        Parent(sys.argv[2]).serve()
    else:
        KernelApp.launch_instance()
