"""What stays within its place on the review card, in Chromium."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("text", ["new york city centre near the park", "مطعم البحر الكبير جدا قرب الميناء"])
def test_wrapped_marks_beside_the_card_are_not_cut_off(card, text):
    outside = card.part("seeds").evaluate(
        """(list, text) => {
          const item = list.querySelector("li");
          const [mark] = item.querySelectorAll(".ts-mark");
          mark.textContent = text;
          mark.parentElement.prepend(text.slice(0, 4) + " ");
          mark.parentElement.append(" " + text);
          const found = [];
          for (let width = 200; width < 330; width += 3) {
            list.style.width = `${width}px`;
            const box = list.getBoundingClientRect();
            for (const { left, right } of mark.getClientRects()) {
              const over = [box.left - left, right - box.right];
              if (Math.max(...over) > 0.5) found.push([width, ...over]);
            }
          }
          return found;
        }""",
        text,
    )
    assert outside == []
