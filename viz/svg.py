"""Elements of SVG whose every attribute and text is escaped."""

from collections.abc import Sequence

from markupsafe import Markup, escape

FONT = (
    "'Pretendard GOV', 'Pretendard GOV Variable', 'Noto Sans KR', 'Noto Sans CJK KR', NanumGothic, sans-serif"
)
Point = tuple[float, float]


def el(tag: str, attributes: dict[str, object] | None = None, *children: str) -> Markup:
    """Return one element; plain text children are escaped, Markup children are kept."""
    written = "".join(
        f' {name}="{escape(_number(value))}"'
        for name, value in (attributes or {}).items()
        if value is not None
    )
    inner = "".join(escape(child) for child in children)
    # The one place that makes markup of strings: tags and names are ours, everything else is escaped above.
    return Markup(f"<{tag}{written}>{inner}</{tag}>" if inner else f"<{tag}{written}/>")  # noqa: S704


def path(points: Sequence[Point], *, closed: bool = False) -> str:
    """Return the path data through `points`."""
    body = "L".join(f"{_number(x)},{_number(y)}" for x, y in points)
    return f"M{body}{'Z' if closed else ''}"


def words(x: float, y: float, text: str, size: float, **attributes: object) -> Markup:
    """Return one line of text with its middle height at `y`."""
    named: dict[str, object] = {key.replace("_", "-"): value for key, value in attributes.items()}
    # 0.36 em below the middle is where a base line sits; dominant-baseline differs between renderers.
    return el("text", {"x": x, "y": y + size * 0.36, "font-size": size, **named}, text)


def _number(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
