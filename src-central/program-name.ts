/** From source it is an npm script; the package has it as one file, and a command of its own. */
const isInstalled = import.meta.filename.endsWith('.js');

/** Sentences name commands as they are called in a checkout; installed, as they are called there. */
export function inWordsOfThisProgram(sentence: string): string {
  if (!isInstalled) return sentence;
  return sentence
    .replaceAll('npm run retention --', 'torn-central retention')
    .replaceAll('npm run central --', 'torn-central');
}
