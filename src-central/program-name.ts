/** From source it is an npm script; the package has it as one file, and a command of its own. */
const isInstalled = import.meta.filename.endsWith('.js');

/** A line of the usage that begins a program without an order: by hand only a demonstration, which is not installed. */
const BEGINS = /npm run central(?: {2,}| -- --data)/;

/** Sentences name commands as they are called in a checkout; installed, as they are called there. */
export function inWordsOfThisProgram(sentence: string): string {
  if (!isInstalled) return sentence;
  return sentence
    .split('\n')
    .filter((line) => !BEGINS.test(line))
    .join('\n')
    .replaceAll('npm run retention --', 'torn-central retention')
    .replaceAll('npm run central --', 'torn-central');
}
