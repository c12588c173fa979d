"""The families of rules over a record, a file each. Importing this package imports them all, and they register themselves."""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
