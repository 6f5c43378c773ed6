// Usage: npm run evidence [-- --for accessibility|ens|privacy|web] [--city NAME] [--out DIR] [--report FILE.json …]. Writes one
// set of documents, by default accessibility, into out/evidence. The default reports are those of npm test and npm run screens in
// test-results. Exit code 1: a requirement is not met or not answered, names no test, or has a test that failed.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../build/runtime.ts';
import { REPORTS } from '../../build/test-report.ts';
import { DOCUMENTS } from './documents.ts';
import { readReports } from './make.ts';

const LAST_RUN = [...Object.values(REPORTS), 'screens.json'].map((name) => join(repositoryRoot, 'test-results', name));

const { values } = parseArgs({
  options: {
    for: { type: 'string', default: 'accessibility' },
    city: { type: 'string' },
    out: { type: 'string', default: join(repositoryRoot, 'out', 'evidence') },
    report: { type: 'string', multiple: true, default: LAST_RUN.filter((file) => existsSync(file)) },
  },
});
const document = DOCUMENTS.get(values.for);
if (document === undefined) {
  console.error(`--for ${values.for}: expected one of ${[...DOCUMENTS.keys()].join(', ')}`);
  process.exit(2);
}
const { results, screens, unread } = readReports(values.report);
const date = new Date().toISOString().slice(0, 10);
const { paths, complaints } = document(resolve(values.out), {
  root: repositoryRoot,
  date,
  city: values.city ?? null,
  results,
  screens,
});
for (const path of paths) console.log(path);
const all = [...unread.map((file) => `${file}: is no report of vitest, Playwright or npm run screens`), ...complaints];
for (const complaint of all) console.error(complaint);
if (all.length > 0) process.exitCode = 1;
