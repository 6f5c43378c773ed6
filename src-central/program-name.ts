/** True in the package, which is one `.js` file with its own command. A checkout runs TypeScript through npm scripts. */
const isInstalled = import.meta.filename.endsWith('.js');

/** The usage lines about the demonstration, which the package does not have. */
const DEMONSTRATION = /^npm run central(?: {2,}| -- --data)/;
/**
 * The command that starts a real centre in a checkout. In the package, a service starts it, and reads settings and credentials from files.
 */
const START = /^DATABASE_URL=\S* CENTRE_KEY_FILE=\S* npm run central/m;

/** Replaces the npm commands in a sentence by those of the installed package. In a checkout the sentence stays unchanged. */
export function inWordsOfThisProgram(sentence: string): string {
  if (!isInstalled) return sentence;
  return sentence
    .split('\n')
    .filter((line) => !DEMONSTRATION.test(line))
    .join('\n')
    .replace(START, 'systemctl start torn-central              ')
    .replaceAll('npm run retention --', 'torn-central retention')
    .replaceAll('npm run central --', 'torn-central');
}
