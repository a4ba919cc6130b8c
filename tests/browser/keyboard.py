"""The keyboard alone: tab to something and use it, as somebody would who has no mouse."""

from __future__ import annotations

MOST_TABS = 300
_HAS_FOCUS = "(target) => document.activeElement === target"
_SEEN = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + Math.min(box.height / 2, 20);
  const on = document.elementFromPoint(x, y);
  const style = getComputedStyle(document.activeElement);
  return {
    inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    uncovered: !on || !on.closest(".nav") || on.closest(".nav").contains(document.activeElement),
    outlined: style.outlineStyle !== "none" || document.activeElement.matches("h3 a, main"),
    what: document.activeElement.outerHTML.slice(0, 120),
  };
}"""


def tab_to(page, target, backwards: bool = False):
    """Press Tab until `target` (a locator) has the focus; it must then be on the screen, uncovered, with a ring."""
    element = target.element_handle()
    assert element is not None
    key = "Shift+Tab" if backwards else "Tab"
    for _ in range(MOST_TABS):
        if page.evaluate(_HAS_FOCUS, element):
            page.wait_for_timeout(50)  # the browser scrolls what has the focus into view in its next frame
            seen = page.evaluate(_SEEN)
            assert seen["inside"], f"has the focus, but is off the screen: {seen['what']}"
            assert seen["uncovered"], f"has the focus, but lies under the navigation: {seen['what']}"
            assert seen["outlined"], f"has the focus, and shows no ring: {seen['what']}"
            return
        page.keyboard.press(key)
    raise AssertionError(f"the keyboard does not reach {target}")


def press(page, target):
    """Tab to a link or button and press Enter; waits for the page that follows."""
    tab_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page, target, text: str):
    """Tab to a field and type over what is in it."""
    tab_to(page, target)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
