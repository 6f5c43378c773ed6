import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readDocument } from '../../src-main/configuration/document.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { type TicketLanguage, WORKING_LANGUAGES } from '../languages.ts';
import { CITIZENS_NAMESPACES, namespacesOf, type Sentence, sentencesOf, type WordsFault } from './sentences.ts';

/** The file of reviews names the reviewer's role, never the person. */
export const ReviewerRole = z.enum(['native-speaker', 'translator']);
export type ReviewerRole = z.infer<typeof ReviewerRole>;

/** The hash covers the sentence and its Catalan original, so that a change of either ends the review. */
const Review = z.strictObject({ hash: z.string().regex(/^[0-9a-f]{12}$/), by: ReviewerRole, on: z.iso.date() });
const Reviews = z.record(z.string(), Review);
export type Reviews = z.infer<typeof Reviews>;

export type ReviewFault = { kind: 'reviews-unreadable' | 'languages-unreviewed'; detail: string };

export const reviewsFile = (configDir: string, language: string): string =>
  join(configDir, 'locales', language, 'reviewed.json');

/** Reads the reviews of a language; the result is empty if nothing was reviewed yet. */
export function readReviews(configDir: string, language: string): Result<Reviews, ReviewFault> {
  const file = reviewsFile(configDir, language);
  if (!existsSync(file)) return succeed({});
  const reviews = readDocument(file, Reviews);
  return reviews.ok ? reviews : refuse({ kind: 'reviews-unreadable', detail: reviews.error.detail });
}

export function formattedReviews(reviews: Reviews): string {
  const lines = Object.entries(reviews).map(
    ([id, { hash, by, on }]) => `  "${id}": { "hash": "${hash}", "by": "${by}", "on": "${on}" }`,
  );
  return lines.length === 0 ? '{}\n' : `{\n${lines.join(',\n')}\n}\n`;
}

function hashOf(catalan: Sentence, own: Sentence): string {
  const hash = createHash('sha256');
  for (const { forms } of [catalan, own])
    hash.update(JSON.stringify([...forms].sort(([one], [other]) => String(one).localeCompare(String(other), 'en'))));
  return hash.digest('hex').slice(0, 12);
}

/** How much of a language a native speaker or a professional translator has read. */
export interface ReviewState {
  sentences: number;
  reviewed: number;
  /** Sentences that changed since their review, or whose Catalan original changed. */
  changedSince: string[];
  unread: string[];
}

/** Counts the reviewed sentences for citizens. */
export function reviewState(
  configDir: string,
  language: TicketLanguage,
): Result<ReviewState, WordsFault | ReviewFault> {
  const namespaces = CITIZENS_NAMESPACES.filter((one) => namespacesOf(language).includes(one));
  const catalan = sentencesOf(configDir, 'ca', namespaces);
  if (!catalan.ok) return catalan;
  const own = sentencesOf(configDir, language, namespaces);
  if (!own.ok) return own;
  const reviews = readReviews(configDir, language);
  if (!reviews.ok) return reviews;
  const state: ReviewState = {
    sentences: catalan.value.size,
    reviewed: 0,
    changedSince: [],
    unread: [],
  };
  for (const [id, sentence] of catalan.value) {
    const translated = own.value.get(id);
    const review = reviews.value[id];
    if (translated !== undefined && hashOf(sentence, translated) === review?.hash) {
      state.reviewed += 1;
      continue;
    }
    state.unread.push(id);
    if (review !== undefined) state.changedSince.push(id);
  }
  return succeed(state);
}

/**
 * Returns the reviews of a language after a reviewer has read, today, the sentences whose ids begin with `only`. Valid reviews and the
 * reviews of other sentences stay as they are. Reviews of sentences that Catalan no longer has are dropped.
 */
export function afterReview(
  configDir: string,
  language: TicketLanguage,
  { by, today, only = '' }: { by: ReviewerRole; today: string; only?: string },
): Result<Reviews, WordsFault | ReviewFault> {
  const catalan = sentencesOf(configDir, 'ca', namespacesOf(language));
  if (!catalan.ok) return catalan;
  const own = sentencesOf(configDir, language);
  if (!own.ok) return own;
  const before = readReviews(configDir, language);
  if (!before.ok) return before;
  const reviews: Reviews = {};
  for (const [id, source] of catalan.value) {
    const translated = own.value.get(id);
    const [old, hash] = [before.value[id], translated === undefined ? null : hashOf(source, translated)];
    if (hash !== null && id.startsWith(only) && old?.hash !== hash) reviews[id] = { hash, by, on: today };
    else if (old !== undefined) reviews[id] = old;
  }
  return succeed(reviews);
}

/** The makers of Torn write these languages together with the Catalan text, so they need no review. */
const isMakersOwn = (language: TicketLanguage): boolean => WORKING_LANGUAGES.some((one) => one === language);

/** Refuses languages that are not fully reviewed. An office that accepts them sets `unreviewedLanguages`. */
export function checkReviews(languages: readonly TicketLanguage[], configDir: string): Result<null, ReviewFault> {
  const unreviewed = (detail: string) => refuse({ kind: 'languages-unreviewed' as const, detail });
  for (const [index, language] of languages.entries()) {
    if (isMakersOwn(language)) continue;
    const state = reviewState(configDir, language);
    if (!state.ok) return unreviewed(`languages/${index}: ${state.error.detail}`);
    const { reviewed, sentences } = state.value;
    if (reviewed === sentences) continue;
    const what = `a speaker of ${language} has read ${reviewed} of ${sentences} sentences`;
    return unreviewed(`languages/${index}: ${what}; leave it out, or set unreviewedLanguages to true`);
  }
  return succeed(null);
}

export function reviewFigures(
  configDir: string,
  languages: readonly TicketLanguage[],
): Result<string[], WordsFault | ReviewFault> {
  const lines: string[] = [];
  for (const language of languages) {
    const state = reviewState(configDir, language);
    if (!state.ok) return state;
    const { reviewed, sentences, changedSince } = state.value;
    const changed = changedSince.length === 0 ? '' : `, ${changedSince.length} changed since`;
    const bySpeaker = `${reviewed} of ${sentences} sentences reviewed by a speaker`;
    lines.push(
      isMakersOwn(language)
        ? `${language}: ${sentences} of ${sentences} sentences reviewed by the makers of Torn, who wrote them; ${reviewed} by another speaker${changed}`
        : `${language}: ${bySpeaker}${changed}${reviewed === sentences ? '' : '; shown as unreviewed'}`,
    );
  }
  return succeed(lines);
}
