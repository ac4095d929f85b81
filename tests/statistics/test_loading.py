"""Statistics cost nothing until they are asked for."""

import pkgutil
import subprocess
import sys

from roomsix import statistics


def test_no_module_loads_numpy_or_scipy_before_it_is_asked() -> None:
    names = [
        f"roomsix.statistics.{found.name}" for found in pkgutil.iter_modules(statistics.__path__)
    ]
    code = f"import sys, {', '.join(names)}; print({{'numpy', 'scipy'}} & set(sys.modules))"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "paired" in code and said.stdout == "set()\n"
