"""A kernel forked from the warm process against a real one, cell by cell."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from .normalise import normalise, outputs_of
from .notebooks import notebook_of

CELLS = {
    "last expression": "1 + 1",
    "semicolon": "1 + 1;",
    "stdout and stderr": "import sys\nprint('一')\nprint('two', file=sys.stderr)\nprint('three')",
    "write without newline": "sys.stdout.write('a'); sys.stdout.flush(); sys.stdout.write('b')",
    "subprocess output": "import subprocess\nsubprocess.run(['echo', 'from a child'], check=True);",
    "os.system": "import os\nos.system('echo shell; echo err >&2')",
    "file descriptor": "os.write(1, b'raw bytes\\n');",
    "shell escape": "!echo 'by the shell'",
    "captured shell": "lines = !printf 'a\\nb'\nlines",
    "line magic": "%env XUKE_PROBE=1",
    "environment": "os.environ['XUKE_PROBE'], os.environ.get('MPLBACKEND'), os.getcwd()",
    "cell magic": "%%capture captured\nprint('hidden')",
    "captured text": "captured.stdout",
    "timing magic": "%timeit -n1 -r1 pass",
    "who": "%who_ls str",
    "help": "len?",
    "last values": "_, __, Out[1] if 1 in Out else None",
    "display order": "display(1, 'two', {'three': 3})",
    "rich display": "from IPython.display import HTML, Markdown, JSON, SVG\n"
    "display(HTML('<b>b</b>'), Markdown('*m*'), JSON({'a': 1}), SVG('<svg xmlns=\"x\"/>'))",
    "own representation": "class R:\n    def _repr_mimebundle_(self, **_):\n"
    "        return {'text/html': '<i>r</i>', 'text/plain': 'r'}, {'text/html': {'k': 1}}\nR()",
    "display handle": "h = display('before', display_id='one')\nh.update('after')",
    "update elsewhere": "from IPython.display import update_display\n"
    "update_display('later', display_id='one')",
    "clear output": "from IPython.display import clear_output\nprint('gone')\n"
    "clear_output()\nprint('stays')",
    "clear output at the next": "print('gone')\nclear_output(wait=True)\nprint('stays')",
    "top-level await": "import asyncio\nawait asyncio.sleep(0, 'awaited')",
    "tasks": "async def tick():\n    print('tick')\nawait asyncio.gather(tick(), tick());",
    "generator of a loop": "async def count():\n    for i in range(3):\n        yield i\n"
    "[i async for i in count()]",
    "threads": "import threading\nt = threading.Thread(target=print, args=('thread',))\n"
    "t.start(); t.join()",
    "logging": "import logging\nlogging.warning('logged')",
    "warning": "import warnings\nwarnings.warn('warned')",
    "frame": "import pandas as pd\nframe = pd.DataFrame({'指标': ['a'], '值': [1.5]})\nframe",
    "styler": "frame.style.hide(axis='index').format(precision=2)",
    "figure shown": "import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()",
    "figure left open": "fig, ax = plt.subplots(figsize=(2, 1)); ax.bar(['a', 'b'], [1, 2]);",
    "figure and value": "plt.figure(figsize=(1, 1)); plt.plot([1]); 'value'",
    "settings": "plt.rcParams['backend'], plt.rcParams['figure.dpi'], plt.isinteractive()",
    "seaborn": "import seaborn as sns\nsns.barplot(x=['a', 'b'], y=[1, 2]); plt.show()",
    "as svg": "%config InlineBackend.figure_formats = ['svg']\n"
    "plt.rcParams['svg.hashsalt'] = '1'\n"
    "plt.figure(figsize=(1, 1)); plt.plot([1])\nplt.show()",
    "widget": "import ipywidgets as w\nslider = w.IntSlider(value=3, description='滑块')\nslider",
    "widget state": "slider.value = 5\nslider.value",
    "output widget": "out = w.Output()\ndisplay(out)\nwith out:\n"
    "    print('inside')\n    display(1)",
    "interaction": "w.interact(lambda x: print('x is', x), x=2);",
    "comm target": "'jupyter.widget' in get_ipython().kernel.comm_manager.targets",
    "names": "__name__, sys.argv[0].rpartition('/')[2], sorted(n for n in dir() if n[0] > '_')[:9]",
    "modules": "[m for m in ('papermill', 'nbclient', 'nbformat') if m in sys.modules]",
    "path": "sys.path[0], len(sys.flags)",
    "progress": "from tqdm.auto import tqdm\ntqdm.__module__",
    "pickling": "import pickle\nclass P: pass\ntype(pickle.loads(pickle.dumps(P()))).__qualname__",
    # Not a fork of the kernel: with its threads running that can lock up in any kernel.
    "multiprocessing": "import multiprocessing as mp\n"
    "mp.current_process().name, mp.parent_process(), mp.get_start_method()",
    "signals": "import signal\nsignal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGCHLD)",
    "recursion": "def down(n):\n    return n and 1 + down(n - 1)\ndown(500)",
    "source of a function": "import inspect\ninspect.getsource(down)",
    "history": "In[1]",
    "set next input": "get_ipython().set_next_input('x')",
    "debugger is there": "'debugpy' in sys.modules or __import__('debugpy') is not None",
    "exit handler": "import atexit\natexit.register(print, 'bye');",
    "unknown magic": "%no_such_magic",
    "pid": "f'pid={os.getpid()}'",
}
FAILING = {
    "an error": "def inner():\n    raise ValueError('错')\ndef outer():\n    inner()\nouter()",
    "a chained error": "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n"
    "    raise KeyError('k') from e",
    "syntax": "def broken(:",
    "an error in a library": "import pandas as pd\npd.DataFrame({'a': [1]})['b']",
    "an error in a task": "import asyncio\nasync def bad():\n    raise KeyError('r')\nawait bad()",
    "input": "input('who? ')",
    "interrupt of itself": "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\n"
    "time.sleep(5)",
    "subprocess failing": "import subprocess\nsubprocess.run(['false'], check=True)",
    "assertion": "assert 1 == 2, 'differ'",
    "missing module": "import no_such_module_anywhere",
}


def execute(notebook: NotebookNode, engine: str, output: Path | None = None) -> NotebookNode:
    quiet: dict[str, Any] = {"progress_bar": False, "engine_name": engine, "kernel_name": "python3"}
    quiet["execution_timeout"] = 60
    return papermill.execute_notebook(copy.deepcopy(notebook), output, **quiet)


@pytest.fixture(scope="module")
def both() -> tuple[NotebookNode, NotebookNode]:
    notebook = notebook_of(*CELLS.values())
    return execute(notebook, "nbclient"), execute(notebook, "xuke")


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_gives_what_it_gives_in_a_real_kernel(
    both: tuple[NotebookNode, NotebookNode], name: str
) -> None:
    at = list(CELLS).index(name)
    real, forked = (notebook.cells[at] for notebook in both)
    assert outputs_of(forked) == outputs_of(real)
    assert forked.execution_count == real.execution_count


def test_widgets_are_kept_in_the_notebook_alike(both: tuple[NotebookNode, NotebookNode]) -> None:
    def models(notebook: NotebookNode) -> list[Any]:
        kept = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
        return [(each["model_name"], normalise(each["state"])) for each in kept.values()]

    real, forked = (sorted(models(notebook), key=repr) for notebook in both)
    assert len(real) > 8
    assert forked == real
    assert both[1].metadata.language_info == both[0].metadata.language_info


@pytest.fixture(scope="module")
def both_failing(tmp_path_factory: pytest.TempPathFactory) -> list[NotebookNode]:
    """Cells that fail and may: papermill goes on, keeps the notebook, and raises at the end."""
    notebook = notebook_of(*FAILING.values())
    for cell in notebook.cells:
        cell.metadata.tags = ["raises-exception"]
    made = []
    for engine in ("nbclient", "xuke"):
        path = tmp_path_factory.mktemp(engine) / "failing.ipynb"
        with pytest.raises(PapermillExecutionError):
            execute(notebook, engine, path)
        cells = nbformat.read(path, as_version=4).cells
        made.append([cell for cell in cells if cell.cell_type == "code"])
    return made


@pytest.mark.parametrize("name", FAILING)
def test_a_cell_fails_as_in_a_real_kernel(both_failing: list[Any], name: str) -> None:
    at = list(FAILING).index(name)
    real, forked = (cells[at] for cells in both_failing)
    assert any(output.output_type == "error" for output in real.outputs)
    assert outputs_of(forked) == outputs_of(real)


@pytest.mark.parametrize("source", ["1 / 0", "import sys\nsys.exit(3)"])
def test_a_notebook_stops_where_it_stops_with_a_real_kernel(source: str) -> None:
    errors = []
    for engine in ("nbclient", "xuke"):
        with pytest.raises(PapermillExecutionError) as caught:
            execute(notebook_of("before = 1", source, "after = 1"), engine)
        errors.append(caught.value)
    for attribute in ("ename", "evalue", "exec_count", "cell_index", "source"):
        assert getattr(errors[1], attribute) == getattr(errors[0], attribute)


def test_each_kernel_has_random_numbers_of_its_own() -> None:
    notebook = notebook_of("import random, numpy as np, uuid\n[random.random(), np.random.rand()]")
    drawn = {str(execute(notebook, "xuke").cells[0].outputs[0].data) for _ in range(2)}
    assert len(drawn) == 2


def test_nothing_that_a_notebook_changes_reaches_the_next() -> None:
    change = notebook_of(
        "import os, sys, pandas as pd, matplotlib.pyplot as plt\n"
        "os.environ['LEFT'] = '1'; sys.left = 1; pd.left = 1; plt.rcParams['font.size'] = 99\n"
        "os.chdir('/')"
    )
    look = notebook_of(
        "import os, sys, pandas as pd, matplotlib.pyplot as plt\n"
        "(os.environ.get('LEFT'), hasattr(sys, 'left'), hasattr(pd, 'left'),"
        " plt.rcParams['font.size'], os.getcwd())"
    )
    execute(change, "xuke")
    seen = execute(look, "xuke").cells[0].outputs[0].data["text/plain"]
    assert seen == f"(None, False, False, 10.0, '{Path.cwd()}')"
