import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { CHAPTERS } from './clauses/all.ts';
import { evidencePage } from './page.ts';
import { type Result, resultsIn } from './results.ts';
import { offersIn, type SeenOffer } from './screens-report.ts';
import { accessibilityStatement, type Evidence } from './statement.ts';

export function makeEvidence(folder: string, today: string, evidence: Evidence): string[] {
  const of = { ...evidence, version: manifest.version, date: today };
  return writePages(folder, {
    'evidence.html': evidencePage(CHAPTERS, of),
    'declaracio-accessibilitat.html': accessibilityStatement('ca', CHAPTERS, of),
    'declaracion-accesibilidad.html': accessibilityStatement('es', CHAPTERS, of),
    'accessibility-statement.html': accessibilityStatement('en', CHAPTERS, of),
  });
}

export function writePages(folder: string, pages: Readonly<Record<string, string>>): string[] {
  mkdirSync(folder, { recursive: true });
  return Object.entries(pages).map(([name, html]) => {
    const path = join(folder, name);
    writeFileSync(path, html);
    return path;
  });
}

/** Reads the reports. `unread` lists the files that come neither from vitest nor from Playwright nor from `npm run screens`. */
export function readReports(files: readonly string[]): { results: Result[]; screens: SeenOffer[]; unread: string[] } {
  const results: Result[] = [];
  const screens: SeenOffer[] = [];
  const unread: string[] = [];
  for (const file of files) {
    const report = readReport(file);
    const found = resultsIn(report);
    const seen = offersIn(report);
    if (found !== null) results.push(...found);
    else if (seen !== null) screens.push(...seen);
    else unread.push(file);
  }
  return { results, screens, unread };
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
