export interface KeyPress {
  key: string;
  /** The physical key, which identifies F13 to F18: on Linux, `key` gives them the names of keys that open programs. */
  code: string;
  control: boolean;
  alt: boolean;
  meta: boolean;
}

/** Keys that a person with a keyboard or an accessibility keypad needs; Shift does not change them. */
const NAMED = new Set([
  'Tab',
  'Enter',
  'Escape',
  'Backspace',
  'Delete',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Shift',
]);

const KEYPAD = new Set([
  ...Array.from({ length: 12 }, (_, index) => `F${index + 13}`),
  'AudioVolumeUp',
  'AudioVolumeDown',
  'AudioVolumeMute',
]);

/** Whether the page receives the key. Other keys are blocked: reload, close, zoom, print, full screen, developer tools, media player. */
export function mayReachPage({ key, code, control, alt, meta }: KeyPress): boolean {
  if (control || alt || meta) return false;
  return NAMED.has(key) || KEYPAD.has(code) || [...key].length === 1;
}
