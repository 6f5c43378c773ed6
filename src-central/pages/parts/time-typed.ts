const TIME = /^(\d{1,2})(?:[.:h ]\s*(\d{2}))?$/;
const DIGITS = /^(\d{1,2})(\d{2})$/;

/**
 * Returns a time typed as 8, 830, 8.30, 8:30 or 8 h 30 in the form `HH:MM`. A text that is not a time is returned unchanged, so that
 * validation refuses it.
 */
export function timeTyped(text: string): string {
  const typed = text
    .trim()
    .replace(/\s*h\s*/i, ':')
    .replace(/:$/, '');
  const found = DIGITS.exec(typed) ?? TIME.exec(typed);
  if (found === null) return typed;
  return `${(found[1] ?? '').padStart(2, '0')}:${found[2] ?? '00'}`;
}
