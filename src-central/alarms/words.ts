import type { WorkingLanguage } from '../../config/languages.ts';
import { alarmWords } from '../../config/locales/alarm-words.ts';
import { formatDate, formatTime, listOf } from '../../config/locales/dates.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';
import { EVENT_CATALOGUE } from '../../src-main/session/contract/event-catalogue.ts';
import type { Digest, DigestLine } from './rules/digest.ts';

export interface Message {
  subject: string;
  text: string;
}

interface Wording {
  language: WorkingLanguage;
  zone: string;
  cityId: string;
}

const isPrinters = (cause: string): cause is keyof typeof PRINTER_WORDS => Object.hasOwn(PRINTER_WORDS, cause);
/** The event catalogue's sentence for these conditions of a printer already says what to do. */
const PRINTER_WORDS = {
  'paper-out': true,
  'paper-low': true,
  'cover-open': true,
  'cutter-error': true,
  overheated: true,
  'printer-error': true,
  'printer-offline': true,
  'printer-unreachable': true,
  'unknown-answer': true,
} as const;

/** Writes the subject and text of a message. They name places and machines, and no person. */
export function sayDigest(digest: Digest, wording: Wording): Message {
  const words = alarmWords(wording.language, 'alarms');
  const foot = words('foot', { name: wording.cityId });
  if (digest.isTest) return { subject: words('test.subject'), text: `${words('test.text')}\n\n${foot}\n` };
  const opened = digest.opened.map((line) => sayOpened(line, wording));
  const ended = digest.ended.map((line) =>
    words('over', { headline: headlineOf(line, wording), place: placeOf(line, wording) }),
  );
  const text = [
    ...(opened.length === 0 ? [] : [words('heading.opened'), ...opened]),
    ...(digest.openedMore === 0 ? [] : [words('more', { count: digest.openedMore })]),
    ...(ended.length === 0 ? [] : [words('heading.ended'), ...ended]),
    ...(digest.endedMore === 0 ? [] : [words('more', { count: digest.endedMore })]),
    ...(digest.passed === 0 ? [] : [words('passed', { count: digest.passed })]),
    foot,
  ];
  return { subject: subjectOf(digest, wording), text: `${text.join('\n\n')}\n` };
}

function subjectOf({ opened, openedMore, ended, endedMore, passed }: Digest, wording: Wording): string {
  const words = alarmWords(wording.language, 'alarms');
  const countOf = (lines: readonly DigestLine[]): number => lines.reduce((sum, { count }) => sum + count, 0);
  const headline = (line: DigestLine): string => `${headlineOf(line, wording)}: ${placeOf(line, wording)}`;
  const [first] = opened;
  const [over] = ended;
  if (first) return oneLine(words('subject', { count: countOf(opened) + openedMore, headline: headline(first) }));
  if (over) return oneLine(words('ended', { count: countOf(ended) + endedMore, headline: headline(over) }));
  return oneLine(words('passed', { count: passed }));
}

const LONGEST_SUBJECT = 150;
/** Puts a name from a profile on one line, so that it cannot add a mail header. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, LONGEST_SUBJECT);

function sayOpened(line: DigestLine, wording: Wording): string {
  const words = alarmWords(wording.language, 'alarms');
  const { date, time } = localDateTime(Date.parse(line.since), wording.zone);
  const said = words('line', {
    headline: headlineOf(line, wording),
    place: placeOf(line, wording),
    time: formatTime(wording.language, time),
    date: formatDate(wording.language, date, 'long'),
  });
  return [said, ...meaningOf(line, wording)].join('\n');
}

const wordOf = <Kind extends DigestLine['kind']>(kind: Kind, kiosks: readonly string[]): Kind | 'silent-office' =>
  kind === 'silent' && kiosks.length === 0 ? 'silent-office' : kind;

const headlineOf = ({ kind, kiosks }: DigestLine, { language }: Wording): string =>
  alarmWords(language, 'alarms')(`kinds.${wordOf(kind, kiosks)}`);

function placeOf({ office, kiosks, count }: DigestLine, { language }: Wording): string {
  const words = alarmWords(language, 'alarms');
  const place = [office ?? words('centre'), ...(kiosks.length === 0 ? [] : [listOf(language, kiosks)])].join(', ');
  return count > Math.max(1, kiosks.length) ? words('several', { place, count }) : place;
}

function meaningOf({ kind, cause, kiosks }: DigestLine, { language }: Wording): string[] {
  if (isPrinters(cause)) return [alarmWords(language, 'operator')(cause)];
  const words = alarmWords(language, 'alarms');
  if (kind === 'paper-out' || kind === 'paper-low' || kind === 'printer-trouble') return [];
  const means = words(`means.${wordOf(kind, kiosks)}`);
  const steps = stepsOf(cause).map((step) => alarmWords(language, 'faults')(`step.${step}`));
  return [means, ...(steps.length === 0 ? [] : [words('steps', { steps: steps.join(' ') })])];
}

const stepsOf = (cause: string) =>
  Object.hasOwn(EVENT_CATALOGUE, cause) ? EVENT_CATALOGUE[cause as keyof typeof EVENT_CATALOGUE].steps : [];
