// Usage: npm run speech -- [--language TAG] [--clips]. Speaks every sentence of the screens, and prints those that sound wrong.
import { parseArgs } from 'node:util';
import { LANGUAGES } from '../../config/languages.ts';
import { clipFile } from '../../src-main/speech/machine/recorded-clips.ts';
import { faultOf, spokenSentences } from '../support/spoken-sentences.ts';

const USAGE = `usage: npm run speech -- [--language ${LANGUAGES.join('|')}] [--clips]
--clips lists the file of a recorded clip beside each sentence, and says nothing.`;

function readArguments() {
  try {
    return parseArgs({ options: { language: { type: 'string' }, clips: { type: 'boolean', default: false } } }).values;
  } catch {
    console.error(USAGE);
    process.exit(2);
  }
}

const { language: only, clips } = readArguments();
const languages = LANGUAGES.filter((language) => only === undefined || language === only);
if (languages.length === 0) {
  console.error(USAGE);
  process.exit(2);
}
for (const language of languages) {
  const sentences = spokenSentences(language);
  let faults = 0;
  for (const sentence of sentences) {
    if (clips) {
      console.log(`${clipFile(language, sentence.text)}  ${sentence.text}`);
      continue;
    }
    const fault = await faultOf(sentence);
    if (fault === null) continue;
    faults += 1;
    console.log(`${language} ${sentence.key}: “${sentence.text}” ${fault}`);
  }
  if (clips) continue;
  console.log(`${language}: ${sentences.length} sentences said, ${faults} sound wrong`);
  if (faults > 0) process.exitCode = 1;
}
