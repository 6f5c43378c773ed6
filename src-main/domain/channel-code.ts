/**
 * Codes of other systems' confirmations, known by their form alone.
 *
 * Invariants: a form is looked for only where a code of it cannot be guessed; a code that is returned is normal (capitals, no spaces), so that one code has one keyed hash however it was read.
 */
export interface CodeForm {
  readonly prefix: string;
  /** Characters after the prefix. */
  readonly length: number;
  readonly characters: 'digits' | 'capitals' | 'capitals-and-digits';
}

/** Somebody who tries a code a second at every kiosk of a city finds none in a year. */
export const LEAST_CODE_BITS = 30;

/** Of what stands after the prefix, if chance makes it. */
const codeBits = ({ length, characters }: CodeForm): number => length * Math.log2(SIZES[characters]);

export const isStrongForm = (form: CodeForm): boolean => codeBits(form) >= LEAST_CODE_BITS;

const SIZES: Record<CodeForm['characters'], number> = { digits: 10, capitals: 26, 'capitals-and-digits': 36 };

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
