"""A page in Chromium, measured: what axe-core says of it, how wide it is, where the keyboard leads."""

from dataclasses import dataclass
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

Options = dict[str, Any]
_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Off unless it is asked for, though it is of WCAG 2.2.
_TOO = {"target-size": {"enabled": True}}
# What WCAG 2.2 asks for at A and AA; of a page also what axe-core holds good practice.
OF_A_LETTER: Options = {"runOnly": _WCAG, "rules": _TOO, "resultTypes": ["violations"]}
OF_A_PAGE: Options = {**OF_A_LETTER, "runOnly": [*_WCAG, "best-practice"]}
# In another colour scheme nothing differs but the colours.
COLOURS: Options = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}

_WIDER_THAN_SEEN = """() => {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    for (const it of document.body.querySelectorAll('*')) {
      if (it.getBoundingClientRect().right > root.clientWidth + 1)
        found.push('sideways: ' + it.outerHTML.slice(0, 90));
    }
    return ['page of ' + root.scrollWidth, ...found.slice(0, 3)];
  }
  for (const it of document.body.querySelectorAll('*:not(.unseen)')) {
    const style = getComputedStyle(it);
    // What is typed into a field of one line moves with the caret.
    const hides = ['hidden', 'clip'].includes(style.overflowX) && it.tagName !== 'INPUT';
    if (hides && it.clientWidth > 2 && it.scrollWidth > it.clientWidth + 1)
      found.push('cut off: ' + it.outerHTML.slice(0, 90));
    const scrolls = ['auto', 'scroll'].includes(style.overflowX) && it.tagName !== 'TEXTAREA';
    if (scrolls && it.scrollWidth > it.clientWidth + 1 && it.tabIndex < 0)
      found.push('scrolls by mouse alone: ' + it.outerHTML.slice(0, 90));
  }
  return found;
}"""

# Before each Tab, what has the focus is looked at: by then the page has scrolled to it.
_WATCH = """stopsInFrames => {
  const all = 'a[href], button, input, select, textarea, summary, iframe, [tabindex]';
  const groups = new Set();
  window.inOrder = [...document.querySelectorAll(all)].filter(it => {
    if (it.disabled || it.type === 'hidden' || it.tabIndex < 0 || !it.checkVisibility()) return false;
    // Where nothing in a frame can be operated there is nothing to reach: it is read as it stands.
    if (it.tagName === 'IFRAME') return stopsInFrames > 0;
    if (it.type !== 'radio') return true;
    const group = document.querySelector(`input[type=radio][name="${it.name}"]:checked`);
    if (group) return group === it;
    return groups.has(it.name) ? false : groups.add(it.name);
  });
  window.reached = [];
  window.look = () => {
    const it = document.activeElement;
    if (!it || it === document.body) return;
    const style = getComputedStyle(it);
    // Within a frame it is not the frame that is outlined, but what has the focus there.
    const outlined = it.tagName === 'IFRAME'
      || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    // The browser scrolls to what has the focus in its own time; what stands before it stays before it.
    it.scrollIntoView({block: 'nearest', inline: 'nearest', behavior: 'instant'});
    const points = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]];
    // A link that goes on in the next line has a box a line; around both lies what is not its own.
    const seen = [...it.getClientRects()].some(box => points.some(([x, y]) => {
      const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
      return top && (it.contains(top) || top.contains(it) && top.tagName === 'LABEL');
    }));
    reached.push({place: inOrder.indexOf(it), outlined, seen, is: it.outerHTML.slice(0, 90)});
  };
  // Day, month, year and the calendar of a field for days are stops of their own.
  const inner = {date: 3, time: 3, 'datetime-local': 6};
  return inOrder.reduce((stops, it) => stops + 1 + (inner[it.type] || 0), 0);
}"""
_STOPS = "a[href], button, input, select, textarea"
_BARE_WITHIN = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return '';
  const style = getComputedStyle(it);
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  return outlined ? '' : it.outerHTML.slice(0, 90);
}"""
_REACHED = """() => ({
  reached, missed: inOrder.filter((_, place) => !reached.some(it => it.place === place))
    .map(it => it.outerHTML.slice(0, 90)),
})"""


@dataclass(frozen=True)
class Measured:
    """A page that is open, to be measured; it is made to load axe-core once."""

    page: Page

    def against_wcag(self, options: Options) -> list[str]:
        """What axe-core finds against the page as it is shown now."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        # The rest of what axe tells is of nobody's interest here, and would be carried over too.
        found: list[dict[str, Any]] = self.page.evaluate(
            "async options => (await axe.run(options)).violations", options
        )
        return [
            f"{violation['id']}: {node['html'][:120]} {node['failureSummary'].splitlines()[-1].strip()}"
            for violation in found
            for node in violation["nodes"]
        ]

    def beyond_its_width(self) -> list[str]:
        """What makes the page scroll sideways, is cut off, or scrolls in a box the keyboard cannot."""
        found: list[str] = self.page.evaluate(_WIDER_THAN_SEEN)
        return found

    def by_keyboard(self) -> list[str]:
        """What Tab does not reach, reaches out of order, or without it being seen where one is."""
        frames = self.page.frames[1:]
        # What stands in a frame, such as a letter, has stops of its own; so have its ends.
        within = sum(frame.locator(_STOPS).count() for frame in frames)
        stops: int = self.page.evaluate(_WATCH, within) + within + 10 * len(frames)
        bare: list[str] = []
        for _ in range(stops + 1):
            self.page.evaluate("look()")
            self.page.keyboard.press("Tab")
            bare += filter(None, (frame.evaluate(_BARE_WITHIN) for frame in frames))
        self.page.evaluate("look()")
        told = self.page.evaluate(_REACHED)
        # At the end the keyboard begins anew: where a field has the focus at first, in the midst of it.
        places = list(dict.fromkeys(it["place"] for it in told["reached"] if it["place"] >= 0))
        first = places.index(min(places)) if places else 0
        in_order = [*places[first:], *places[:first]]
        return [
            *(f"not reached: {missed}" for missed in told["missed"]),
            *(f"no outline: {it['is']}" for it in told["reached"] if not it["outlined"]),
            *(f"no outline within: {it}" for it in bare),
            *(f"hidden behind: {it['is']}" for it in told["reached"] if not it["seen"]),
            *(["out of order"] if in_order != sorted(places) else []),
        ]
