// Usage: npm run manual [-- --out DIR]. Writes the manual in Catalan into out/manual: an HTML page each for technician, staff, city and purchase,
// with pictures of the running screens. Exit code 1: a step names a sentence or a picture that the program no longer has.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../build/runtime.ts';
import manifest from '../../package.json' with { type: 'json' };
import { dated } from '../evidence/answers-page.ts';
import { manualPage } from './page.ts';
import { takePictures } from './pictures.ts';
import { PARTS, pictureFile, readManual, textOfPart } from './read-manual.ts';
import { catalanSentences } from './words.ts';

const { values } = parseArgs({ options: { out: { type: 'string', default: join(repositoryRoot, 'out', 'manual') } } });
const out = resolve(values.out);
const sentences = catalanSentences();
const parts = PARTS.map((part) => ({ part, ...readManual(textOfPart(part), sentences) }));
const faults = parts.flatMap(({ part, faults: own }) => own.map((fault) => `${part}: ${fault}`));
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);

mkdirSync(join(out, 'pictures'), { recursive: true });
const about = { version: manifest.version, date: dated('ca', new Date().toISOString().slice(0, 10)) };
for (const { part, ...made } of parts) {
  const path = join(out, `${part}.html`);
  writeFileSync(path, manualPage(made, about));
  console.log(path);
}
const pictures = [...new Set(parts.flatMap((part) => part.pictures))];
await takePictures(pictures, (name) => join(out, pictureFile(name)));
console.log(`${pictures.length} pictures`);
