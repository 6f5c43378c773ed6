import { createHash } from 'node:crypto';
import { type ComponentChildren, h } from 'preact';
import type { TicketLanguage } from '../../config/languages.ts';
import { ticketText } from '../../config/locales/ticket-words.ts';
import { FACES, type Face } from '../../src-main/domain/faces.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';
import type { Queries } from '../database/database.ts';
import type { FoundTurn } from './find-turn.ts';

export const WORD_AFTER = {
  count: `INSERT INTO word_count (city_id, office_id, service_id, day, face, answers) VALUES ($1, $2, $3, $4::date, $5, 1)
    ON CONFLICT (city_id, office_id, service_id, day, face) DO UPDATE SET answers = word_count.answers + 1`,
} as const;

/** Largest number of answered pages that are remembered, so that a form sent twice is counted once. */
const MOST_REMEMBERED = 50_000;

export type WordsAfter = ReturnType<typeof createWordsAfter>;

/**
 * Creates the counter of the smileys with which citizens rate a finished visit on their ticket's page. It remembers in memory which pages
 * have answered, but not their answers. If this were stored, the only answer of a quiet day could be matched with the only page that
 * answered. A page can answer again after a restart, or at another replica.
 */
export function createWordsAfter() {
  const answered = new Set<string>();
  const keyOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
  return {
    hasAnswered: (token: string): boolean => answered.has(keyOf(token)),
    /** Counts a smiley, unless the page has already answered. Nothing is stored about the page. */
    async count(queries: Queries, { place, serviceId, zone }: FoundTurn, token: string, face: Face, nowMs: number) {
      const key = keyOf(token);
      if (answered.has(key)) return;
      // The page is remembered before the write, so that a form sent twice at the same time counts once.
      answered.add(key);
      const [oldest] = answered;
      if (answered.size > MOST_REMEMBERED && oldest !== undefined) answered.delete(oldest);
      const { cityId, officeId } = place;
      await queries.query(WORD_AFTER.count, [cityId, officeId, serviceId, localDateTime(nowMs, zone).date, face]);
    },
  };
}

const MOUTHS: Readonly<Record<Face, string>> = {
  awful: 'M14 35Q24 23 34 35',
  bad: 'M15 34Q24 28 33 34',
  fair: 'M15 32H33',
  good: 'M15 30Q24 37 33 30',
  great: 'M13 28Q24 43 35 28Z',
};

/** The form needs no script. */
export function wordAfterForm(language: TicketLanguage, hasAnswered: boolean): ComponentChildren {
  if (hasAnswered) return h('p', { role: 'status' }, ticketText(language, 'word-thanks'));
  const faces = FACES.map((face) =>
    h(
      'button',
      {
        type: 'submit',
        class: 'face',
        formaction: `?word=${face}`,
        'aria-label': ticketText(language, `word-${face}`),
      },
      h(
        'svg',
        { viewBox: '0 0 48 48', 'aria-hidden': 'true', focusable: 'false' },
        h('circle', { cx: 24, cy: 24, r: 21 }),
        h('path', { d: 'M17 17V20M31 17V20' }),
        h('path', { d: MOUTHS[face] }),
      ),
    ),
  );
  return h(
    'form',
    { method: 'post', action: '?' },
    h('fieldset', null, h('legend', { class: 'say' }, ticketText(language, 'word-question')), ...faces),
    h('p', { class: 'small' }, ticketText(language, 'word-note')),
  );
}
