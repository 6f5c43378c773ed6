import { type Result, succeed } from '../../src-main/domain/result.ts';
import { formatted, putWords } from './put-words.ts';
import type { Imported } from './read-gettext.ts';
import { formattedReviews, hashOf, type ReviewFault, type Reviews, readReviews, reviewsFile } from './review.ts';
import { type NamespaceName, readWords, type Sentence, type WordsFault, wordsFile } from './sentences.ts';

export interface Written {
  file: string;
  text: string;
}

/** The files that an import changes: those with imported sentences, and the reviews. Writes nothing. */
export function filesOf(
  imported: Imported,
  wanted: {
    configDir: string;
    language: string;
    namespaces: readonly NamespaceName[];
    catalan: ReadonlyMap<string, Sentence>;
    /** The date of the reviews, `YYYY-MM-DD`. */
    today: string;
  },
): Result<Written[], WordsFault | ReviewFault> {
  const { configDir, language, namespaces } = wanted;
  const written: Written[] = [];
  for (const namespace of namespaces) {
    const catalan = readWords(configDir, 'ca', namespace);
    if (!catalan.ok) return catalan;
    const own = readWords(configDir, language, namespace);
    // A new language has no file yet.
    const before = own.ok ? own.value : {};
    const words = putWords({ namespace, language, own: before, catalan: catalan.value }, imported.sentences);
    written.push({ file: wordsFile(configDir, language, namespace), text: formatted(words) });
  }
  const before = readReviews(configDir, language);
  if (!before.ok) return before;
  const reviews = reviewsAfter(imported, before.value, wanted);
  if (Object.keys({ ...reviews, ...before.value }).length > 0)
    written.push({ file: reviewsFile(configDir, language), text: formattedReviews(reviews) });
  return succeed(written);
}

/** A sentence that the file marks as fuzzy loses its review; an unchanged one keeps it. */
function reviewsAfter(
  { sentences, fuzzy, reviewedBy }: Imported,
  before: Reviews,
  { catalan, today }: { catalan: ReadonlyMap<string, Sentence>; today: string },
): Reviews {
  const reviews: Reviews = {};
  for (const [id, source] of catalan) {
    const own = sentences.get(id);
    if (own === undefined || fuzzy.has(id)) continue;
    const hash = hashOf(source, own);
    const old = before[id];
    if (old?.hash === hash) reviews[id] = old;
    else if (reviewedBy !== null) reviews[id] = { hash, by: reviewedBy, on: today };
  }
  return reviews;
}
