/**
 * Codes on the confirmations of other booking systems. A kiosk recognises them only by their form.
 *
 * Invariants: the kiosk accepts a form only if its codes cannot be guessed; a returned code is normalised (capitals, no spaces), so that it
 * has one keyed hash however it was read.
 */
export interface CodeForm {
  readonly prefix: string;
  readonly length: number;
  readonly characters: 'digits' | 'capitals' | 'capitals-and-digits';
}

/**
 * A form is accepted from this entropy on, in bits: a guess then hits a given code once in a thousand million times, and kiosks limit
 * guesses (`check-in/steps/guess-limit.ts`).
 */
export const LEAST_CODE_BITS = 30;

/** The entropy of the characters after the prefix, in bits, if they are random. */
const codeBits = ({ length, characters }: CodeForm): number => length * Math.log2(SIZES[characters]);

export const isStrongForm = (form: CodeForm): boolean => codeBits(form) >= LEAST_CODE_BITS;

const SIZES: Record<CodeForm['characters'], number> = { digits: 10, capitals: 26, 'capitals-and-digits': 36 };

const MOST_CHARACTERS = 90;

const CLASSES: Record<CodeForm['characters'], RegExp> = {
  digits: /^[0-9]+$/,
  capitals: /^[A-Z]+$/,
  'capitals-and-digits': /^[A-Z0-9]+$/,
};

/** Reads a whole code with its prefix; `null` if it matches no form. */
export function readChannelCode(read: string, forms: readonly CodeForm[]): string | null {
  if (read.length > MOST_CHARACTERS) return null;
  const text = read.toUpperCase().replace(/\s/g, '');
  const hasForm = ({ prefix, length, characters }: CodeForm): boolean =>
    text.startsWith(prefix) &&
    text.length === prefix.length + length &&
    CLASSES[characters].test(text.slice(prefix.length));
  return forms.some(hasForm) ? text : null;
}
