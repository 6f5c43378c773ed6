/** Runs in the page: what is cut off, sticks out of its control or the screen, overlaps, or is too small to touch. */
export function findMisfits(): string[] {
  const found: string[] = [];
  const slackPx = 2;
  const targetPx = 80;
  const screen = document.documentElement.getBoundingClientRect();
  const nameOf = (element: Element) =>
    `${element.className || element.tagName} "${(element.textContent ?? '').trim().slice(0, 40)}"`;
  const textRects = (element: Element) => {
    const rects: DOMRect[] = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) {
        // A line of text reports the font's whole height; the letters take its middle.
        const lettersHeight = rect.height * 0.6;
        if (rect.width > 0) rects.push(new DOMRect(rect.x, rect.y + rect.height * 0.2, rect.width, lettersHeight));
      }
    }
    return rects;
  };
  const contains = (outer: DOMRect, inner: DOMRect) =>
    inner.left >= outer.left - slackPx &&
    inner.right <= outer.right + slackPx &&
    inner.top >= outer.top - slackPx &&
    inner.bottom <= outer.bottom + slackPx;

  for (const control of document.querySelectorAll(
    'button, .row, .stripe, .typed-field, .typed-said, .other-office, .paper-sheet, .number-card, .big-arch, .warning, .advice, .part, .today-figures li, .pairing-card',
  )) {
    const box = control.getBoundingClientRect();
    if (control.tagName === 'BUTTON' && Math.min(box.width, box.height) < targetPx)
      found.push(`too small to touch: ${nameOf(control)} ${Math.round(box.width)} × ${Math.round(box.height)}`);
    if (textRects(control).some((rect) => !contains(box, rect))) found.push(`text sticks out: ${nameOf(control)}`);
  }
  for (const element of document.querySelectorAll(
    'h1, h2, .lead, .typed, button, .row, .step, .note, .notice, .paper, .number-card, .part, .pin-lead, .technician-header p',
  )) {
    const box = element.getBoundingClientRect();
    if (!contains(screen, box)) found.push(`outside the screen: ${nameOf(element)}`);
  }
  const blocks = [
    ...document.querySelectorAll(
      '.header > *, h1, .lead, .row, .tile, .entry, .next-actions h2, .next-action, .timeline, .other-office, .typing > *, .large-key, .hour, .steps, .notes, .help-person, .paper, .number-card, .big-arch, .frame .button, .stripe, .bar-button, .technician-header > *, .technician-footer, .technician-button, .advice, .part > *, .today-figures li, .pin-words > *, .pin-field, .pin-notice > *, .key, .pairing-card > *, .pairing-said',
    ),
  ].filter((element) => document.querySelector('.warning') === null || element.closest('.warning, .bar') !== null);
  for (const [index, one] of blocks.entries())
    for (const other of blocks.slice(index + 1)) {
      if (one.contains(other) || other.contains(one)) continue;
      const a = one.getBoundingClientRect();
      const b = other.getBoundingClientRect();
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const isRoof = [one, other].some((element) => element.matches('.bar-button'));
      if (across > slackPx && down > slackPx && !isRoof) found.push(`overlap: ${nameOf(one)} and ${nameOf(other)}`);
    }
  const isPortrait = screen.height > screen.width;
  const touchFromPx = screen.height * (document.documentElement.dataset.reach === 'true' ? 960 / 1920 : 640 / 1920);
  for (const control of document.querySelectorAll('.inside .main button'))
    if (isPortrait && control.getBoundingClientRect().top < touchFromPx - 2 * slackPx)
      found.push(`too high to touch: ${nameOf(control)} at ${Math.round(control.getBoundingClientRect().top)}`);
  const bar = document.querySelector('.bar')?.getBoundingClientRect();
  for (const control of document.querySelectorAll('.main :is(button, .note, .paper, .number-card)'))
    if (bar !== undefined && control.getBoundingClientRect().bottom > bar.top + slackPx)
      found.push(`under the bar: ${nameOf(control)}`);
  return found;
}
