"""The ids that addresses hold, each with an example that the demo knows or that has the right shape."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

PersonId = Annotated[str, Path(max_length=100, examples=["p-scene00000000001"])]
NeedId = Annotated[str, Path(max_length=100, examples=["n-scene00000000001"])]
AskId = Annotated[str, Path(max_length=100, examples=["a-scene00000000001"])]
ResourceId = Annotated[str, Path(max_length=100, examples=["r-scene00000000001"])]
LinkageId = Annotated[str, Path(max_length=100, examples=["l-0123456789abcdef"])]
RefusalId = Annotated[str, Path(max_length=100, examples=["no-0123456789abcdef"])]
RoundId = Annotated[str, Path(max_length=100, examples=["g-0123456789abcdef"])]
LegId = Annotated[str, Path(max_length=100, examples=["gl-0123456789abcdef"])]
ImportId = Annotated[str, Path(max_length=100, examples=["i-0123456789abcdef"])]
RecordId = Annotated[str, Path(max_length=100, examples=["r-scene00000000001"])]
TypeName = Annotated[str, Path(max_length=100, description="기록 종류 / type", examples=["Resource"])]
PreviewToken = Annotated[str, Path(max_length=100, examples=["q3rL…"])]
