"""Jinja as layouts get it: every escape on, every undefined name an error, every use of a layout told.

What it makes of a layout is Jinja's; what Jinja does for everybody on each value and call is done here
for layouts alone, which is most of the time of a page. Nothing in a layout depends on chance. Knows no
article, no page and no file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from functools import lru_cache
from types import FunctionType, MethodType
from typing import Any, cast

import jinja2
from jinja2 import nodes
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from site_builder import layout_filters, linked_data
from site_builder.layout_messages import COUNTED, COUNTED_IN_ENGLISH, counting, in_language
from site_builder.layout_words import word_filters
from site_builder.translation import ENGLISH, Translation

# What Jinja brings along is known to layouts as well, and is not replaced.
JINJAS = frozenset(jinja2.Environment().filters)
FILTERS = {**layout_filters.FILTERS, **linked_data.FILTERS, **word_filters(ENGLISH)}


class RecordingEnvironment(jinja2.Environment):
    """Tells `asked` of layouts where they are asked for: a loader is silent for a cached layout."""

    def __init__(
        self,
        load: Callable[[str], tuple[str, str, Callable[[], bool]] | None],
        kept: jinja2.BytecodeCache | None = None,
        translation: Translation = ENGLISH,
    ) -> None:
        """`load` gives a layout's text, its name in messages and whether it is still the same;
        `translation` has the words in which layouts are compiled.
        """
        super().__init__(
            loader=jinja2.FunctionLoader(load),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=kept,
        )
        self.filters.update(FILTERS if translation == ENGLISH else {**FILTERS, **word_filters(translation)})
        counted = {COUNTED: counting(translation), COUNTED_IN_ENGLISH: counting(ENGLISH)}
        self.filters.update(counted)
        self.translation = translation
        del self.filters["random"], self.globals["lipsum"]  # the same input must give the same bytes
        self.asked: Callable[[str], None] = forget
        self._own = {*FILTERS, *counted}
        self._load = load
        self._ready: dict[str, jinja2.Template] = {}

    def add_filters(self, filters: Mapping[str, Callable[..., Any]]) -> None:
        """Give layouts these filters too, before any is compiled."""
        self.filters.update(filters)
        self._own.update(filters)

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> jinja2.Template:
        """Jinja's, told of. All layouts share their globals, so one that was loaded once is ready."""
        if not isinstance(name, str):
            return super().get_template(name, parent, globals)
        self.asked(name)
        if name not in self._ready:
            self._ready[name] = super().get_template(name, parent, globals)
        return self._ready[name]

    def select_template(self, names: Any, parent: str | None = None, globals: Any = None) -> jinja2.Template:
        """Jinja's, told of up to the first name that is there."""
        for name in names if not isinstance(names, str) else [names]:
            if isinstance(name, str):
                self.asked(name)
                if self._load(name):
                    break
        return super().select_template(names, parent, globals)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Jinja's, with the messages of the layout in the digest's language."""
        tree = super()._parse(source, name, filename)
        return in_language(tree, source, self.translation, self, name, filename)

    def compile(self, *args: Any, **how: Any) -> Any:
        """Jinja's, but our own filters are never run while a layout is compiled.

        Jinja would write `{{ "2012-03" | month }}` into the code as "March 2012", and a layout that is
        kept compiled would show it also after the filter has changed.
        """
        runnable = self.filters
        self.filters = {**runnable, **dict.fromkeys(self._own, _not_yet)}
        try:
            return super().compile(*args, **how)
        finally:
            self.filters = runnable


def forget(layout: str) -> None:
    """What is compiled between renders belongs to no output."""


def _not_yet(*args: Any) -> Any:
    raise NotImplementedError  # which Jinja takes for: not a constant


class _Macro(Macro):
    """A macro. The usual call, by position and with nothing unusual asked for, goes straight to it."""

    def __init__(self, environment: Any, func: Any, name: str, arguments: Any, *unusual: Any) -> None:
        super().__init__(environment, func, name, arguments, *unusual)
        self._absent = (missing,) * len(self.arguments)
        self._usual = not (self.catch_kwargs or self.catch_varargs or self.caller)
        self._text = func

    def called(self, eval_ctx: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
        """What Jinja's own call gives, with the same errors."""
        if kwargs or not self._usual or len(args) > len(self._absent):
            return self(eval_ctx, *args, **kwargs)
        text: str = self._text(*args, *self._absent[len(args) :])
        return str.__new__(Markup, text) if eval_ctx.autoescape else text


class _Context(Context):
    """Calls methods of views and macros without asking each time whether they want Jinja's context."""

    def call(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        kind = type(function)
        usual = kind is _Macro or (kind is MethodType and _wants_nothing(function.__func__))
        if not usual:
            return super().call(function, *args, **kwargs)
        if kwargs:
            kwargs.pop("_block_vars", None)  # Jinja's own, for callables that want the context
            kwargs.pop("_loop_vars", None)
        if kind is _Macro:
            return function.called(self.eval_ctx, args, kwargs)
        return function(*args, **kwargs)


@lru_cache(maxsize=256)
def _wants_nothing(function: Any) -> bool:
    return type(function) is FunctionType and not hasattr(function, "jinja_pass_arg")


class _Layout(jinja2.Template):
    """A layout whose macros are made once, for whoever imports it.

    What it imports itself is asked for while they are made, and must be said again to each importer.
    """

    _asked: tuple[str, ...] = ()

    @classmethod
    def from_code(
        cls,
        environment: jinja2.Environment,
        code: Any,
        globals: MutableMapping[str, Any],
        uptodate: Any = None,
    ) -> jinja2.Template:
        """Jinja's, with our own way to write values and to call macros."""
        layout = super().from_code(environment, code, globals, uptodate)
        names = cast(FunctionType, layout.root_render_func).__globals__
        names["escape"] = written
        names["Macro"] = _Macro
        return layout

    def _get_default_module(self, ctx: Any = None) -> Any:
        environment = self.environment
        assert isinstance(environment, RecordingEnvironment)
        tell = environment.asked
        if self._module is not None:
            for layout in self._asked:
                tell(layout)
            return self._module
        asked: dict[str, None] = {}

        def tell_and_keep(layout: str) -> None:
            asked[layout] = None
            tell(layout)

        environment.asked = tell_and_keep
        try:
            # All layouts share their globals, so the macros of one are the same wherever they are
            # imported; Jinja would compare the globals' names at each import on each page.
            return super()._get_default_module(None)
        finally:
            environment.asked = tell
            self._asked = tuple(asked)


RecordingEnvironment.template_class = _Layout
RecordingEnvironment.context_class = _Context


def written(value: Any) -> str:
    """A value as it stands in a page: what is no Markup is escaped. The same few hundred come again."""
    kind = type(value)
    if kind is str:
        return _escaped(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]  # told by its very type, which is quicker
    return str(value) if kind is int else escape(value)


@lru_cache(maxsize=1 << 13)
def _escaped(text: str) -> str:
    escaped = str(escape(text))
    return text if escaped == text else escaped  # one string to hold, not two
