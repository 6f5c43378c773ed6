/**
 * Codes of other systems' confirmations, known by their form alone.
 *
 * Invariant: a code that is returned is normal (capitals, no spaces), so that one code has one keyed hash however it was read.
 */
export interface CodeForm {
  readonly prefix: string;
  /** Characters after the prefix. */
  readonly length: number;
  readonly characters: 'digits' | 'capitals' | 'capitals-and-digits';
}

/** Nothing beyond is looked at. */
const MOST_CHARACTERS = 90;

const CLASSES: Record<CodeForm['characters'], RegExp> = {
  digits: /^[0-9]+$/,
  capitals: /^[A-Z]+$/,
  'capitals-and-digits': /^[A-Z0-9]+$/,
};

/** Whole, with its prefix; `null` for what has none of the forms. */
export function readChannelCode(read: string, forms: readonly CodeForm[]): string | null {
  if (read.length > MOST_CHARACTERS) return null;
  const text = read.toUpperCase().replace(/\s/g, '');
  const hasForm = ({ prefix, length, characters }: CodeForm): boolean =>
    text.startsWith(prefix) &&
    text.length === prefix.length + length &&
    CLASSES[characters].test(text.slice(prefix.length));
  return forms.some(hasForm) ? text : null;
}
