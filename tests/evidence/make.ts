import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatDate } from '../../config/locales/dates.ts';
import manifest from '../../package.json' with { type: 'json' };
import { CHAPTERS } from './clauses/all.ts';
import { evidencePage } from './page.ts';
import { type Result, resultsIn } from './results.ts';
import { accessibilityStatement } from './statement.ts';

/** Writes the page of evidence and the statements into a folder; the paths of what was written. */
export function makeEvidence(folder: string, today: string, results: readonly Result[]): string[] {
  mkdirSync(folder, { recursive: true });
  const { version } = manifest;
  const dated = (language: 'ca' | 'es' | 'en') => `${formatDate(language, today, 'date')} ${today.slice(0, 4)}`;
  const pages = {
    'evidence.html': evidencePage(CHAPTERS, { results, version, date: today }),
    'declaracio-accessibilitat.html': accessibilityStatement('ca', CHAPTERS, { version, date: dated('ca') }),
    'declaracion-accesibilidad.html': accessibilityStatement('es', CHAPTERS, { version, date: dated('es') }),
    'accessibility-statement.html': accessibilityStatement('en', CHAPTERS, { version, date: dated('en') }),
  };
  return Object.entries(pages).map(([name, html]) => {
    const path = join(folder, name);
    writeFileSync(path, html);
    return path;
  });
}

/** What reports of runs say; a report that is neither of vitest nor of Playwright is named. */
export function readReports(files: readonly string[]): { results: Result[]; unread: string[] } {
  const results: Result[] = [];
  const unread: string[] = [];
  for (const file of files) {
    const found = resultsOf(file);
    if (found === null) unread.push(file);
    else results.push(...found);
  }
  return { results, unread };
}

function resultsOf(file: string): Result[] | null {
  try {
    return resultsIn(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
