from __future__ import annotations

from pathlib import Path
from typing import cast

from backend.teacher.scripted import ScriptedTeacher
from bench.students.cross import of_massive, of_mtop
from bench.students.cross.cells import CrossBench
from bench.students.cross.protocol import PROTOCOLS, Sizes
from bench.students.cross.rows import ROWS
from bench.students.learning import Students
from tests.bench.students.cross.conftest import FakeStudents


def bench(teacher: ScriptedTeacher, students: FakeStudents, folder: Path) -> CrossBench:
    return CrossBench(
        PROTOCOLS["small"], lambda _: "scripted:none", lambda _: teacher, cast(Students, students), folder
    )


def test_a_teacher_writes_in_the_language_from_english_and_a_student_learns_what_is_kept(
    data: Path, tmp_path: Path
) -> None:
    teacher, students = ScriptedTeacher(["bitte bringe mir heute {asked} und noch {unique}"]), FakeStudents()
    case = of_massive.case("de", 0, of_massive.INTENTS, Sizes(3, 4, 5, 3), data)
    made = bench(teacher, students, tmp_path).cell(case, ROWS["linguist"])
    prompts = [order.prompt for orders, _, _ in teacher.history for order in orders]
    assert {prompt.language for prompt in prompts} == {"de"}
    assert {one.language for prompt in prompts for one in prompt.examples} == {"en"}
    assert (made.yields, made.used, made.unclear, dict(made.unable)) == ({"kept": 9}, 9, 0, {})
    (learnt,) = students.taught.values()
    assert sum("bitte bringe" in one.text and one.language == "de" for one in learnt.teaching) == 9

    again = bench(teacher, FakeStudents(), tmp_path)
    before = len(teacher.history)
    assert again.cell(case, ROWS["linguist"]).yields == made.yields
    assert (again.work, len(teacher.history)) == (1, before)


def test_parses_become_slots_and_those_whose_values_are_not_clear_are_counted(data: Path, tmp_path: Path) -> None:
    case = of_mtop.case("fr", 0, ("CALL", "EAT"), Sizes(2, None, 5, 12), data)
    teacher = ScriptedTeacher(["[IN:CALL [SL:WHO ada ] ] => appelle ada", "[IN:CALL [SL:WHO eve ] ] => eve ou eve"])
    students = FakeStudents()
    made = bench(teacher, students, tmp_path).cell(case, ROWS["clasp-tb"])
    assert (made.yields["kept"], made.yields["parse-as-asked"]) == (2, 12)
    assert (made.used, made.unclear) == (1, 1)
    (learnt,) = students.taught.values()
    (written,) = (one for one in learnt.teaching if one.text == "appelle ada")
    assert (written.slots, written.parse, written.language) == ((("WHO", "ada"),), None, "fr")
