"""What can go wrong between a scene and its picture."""


class VizError(Exception):
    """A picture that cannot be drawn; `ko` and `en` say why and what to do next, without personal values."""

    def __init__(self, ko: str, en: str) -> None:
        super().__init__(f"{ko} / {en}")
        self.ko = ko
        self.en = en


class SceneUnsound(VizError):
    """The figures and lines of a scene contradict each other."""


class SceneTooLarge(VizError):
    """More figures than one picture can carry readably."""

    def __init__(self, count: int, limit: int) -> None:
        super().__init__(
            f"한 그림에 {limit}명까지만 그릴 수 있으나 {count}명입니다. 구분별로 묶어 표나 집계 그림으로 보십시오.",
            f"One picture holds at most {limit} figures, this one has {count}. "
            "Group them, or use the table or an aggregate picture.",
        )
        self.count = count
        self.limit = limit
