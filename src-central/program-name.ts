/** True in the package, which is one `.js` file with its own command. A checkout runs TypeScript through npm scripts. */
const isInstalled = import.meta.filename.endsWith('.js');

/** The usage line about the demonstration, which the package does not have. */
const BEGINS = /npm run central(?: {2,}| -- --data)/;

/** Replaces the npm commands in a sentence by those of the installed package. In a checkout the sentence stays unchanged. */
export function inWordsOfThisProgram(sentence: string): string {
  if (!isInstalled) return sentence;
  return sentence
    .split('\n')
    .filter((line) => !BEGINS.test(line))
    .join('\n')
    .replaceAll('npm run retention --', 'torn-central retention')
    .replaceAll('npm run central --', 'torn-central');
}
