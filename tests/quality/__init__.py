"""How good the stages are, on public data kept outside the project and on small fixtures of our own.

    python -m tests.quality predict TASK --data DIR --split S --out FILE.jsonl
    python -m tests.quality --data DIR [--split S] [--task TASK ...]        baseline and gain side by side

A module of this package for each room. It has ``TASKS``, its measures, and `predict(task, data, split)`, which gives
(id, prediction) pairs through the stages as they run in production; `baseline(task, data, split)` gives the plain
method that the issue compares with.
"""
