"""The same work without a browser: `.venv/bin/python cli.py --help`.

With `--json`, a command's last line is one JSON object; an error is one too, and the exit code is 1, or 2 where the
command itself is written wrong.
"""

from __future__ import annotations

import typer

from commands.agreement import agreement, share
from commands.console import run_and_exit
from commands.files import export, import_file
from commands.generation import generate, list_methods
from commands.many import decide_all
from commands.parses import parses
from commands.planning import plan
from commands.progress import history, progress, target
from commands.projects import demo, projects, schema
from commands.retraining import retrain
from commands.review import candidates, decide, undo
from commands.student_export import export_onnx
from commands.student_views import compare, curve
from commands.students import evaluate_student, predict, train
from commands.teachers import teachers
from commands.tuning import tune

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Teachset without a browser.")
app.add_typer(projects, name="project")
app.add_typer(teachers, name="teacher")
for command in (
    demo,
    schema,
    parses,
    generate,
    plan,
    candidates,
    decide,
    undo,
    history,
    target,
    progress,
    share,
    agreement,
    export,
    tune,
    train,
    retrain,
    predict,
    compare,
    curve,
):
    app.command()(command)
app.command("methods")(list_methods)
app.command("evaluate")(evaluate_student)
app.command("export-onnx")(export_onnx)
app.command("import")(import_file)
app.command("decide-all")(decide_all)

if __name__ == "__main__":
    run_and_exit(app)
