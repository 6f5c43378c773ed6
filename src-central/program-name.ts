/** True in the package, which is one `.js` file with its own command; a checkout runs TypeScript through npm scripts. */
const isInstalled = import.meta.filename.endsWith('.js');

/** The usage line that starts the demonstration, which the package does not have. */
const BEGINS = /npm run central(?: {2,}| -- --data)/;

/** Rewrites the commands in a sentence as the installed package names them. In a checkout the sentence stays unchanged. */
export function inWordsOfThisProgram(sentence: string): string {
  if (!isInstalled) return sentence;
  return sentence
    .split('\n')
    .filter((line) => !BEGINS.test(line))
    .join('\n')
    .replaceAll('npm run retention --', 'torn-central retention')
    .replaceAll('npm run central --', 'torn-central');
}
