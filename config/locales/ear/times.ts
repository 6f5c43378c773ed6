import { languageRow, type TicketLanguage } from '../../languages.ts';

/**
 * Returns a spoken time that fits after the words that the screens write before a time, such as Catalan `les`. A synthesiser reads the
 * digits in the result.
 */
type SayTime = (hour: number, minute: number) => string;

/** Hours are feminine in Catalan and Spanish, but a voice reads digits as masculine. */
const CATALAN_HOURS: Readonly<Record<number, string>> = { 1: 'una', 2: 'dues', 21: 'vint-i-una', 22: 'vint-i-dues' };
const SPANISH_HOURS: Readonly<Record<number, string>> = { 1: 'una', 21: 'veintiuna' };
const FRENCH_HOURS: Readonly<Record<number, string>> = { 1: 'une heure', 21: 'vingt et une heures' };
const ROMANIAN_HOURS: Readonly<Record<number, string>> = { 2: 'două', 12: 'douăsprezece', 22: 'douăzeci și două' };
const ARABIC_HOURS = [
  'صفر',
  'الواحدة',
  'الثانية',
  'الثالثة',
  'الرابعة',
  'الخامسة',
  'السادسة',
  'السابعة',
  'الثامنة',
  'التاسعة',
  'العاشرة',
  'الحادية عشرة',
  'الثانية عشرة',
  'الثالثة عشرة',
  'الرابعة عشرة',
  'الخامسة عشرة',
  'السادسة عشرة',
  'السابعة عشرة',
  'الثامنة عشرة',
  'التاسعة عشرة',
  'العشرون',
  'الحادية والعشرون',
  'الثانية والعشرون',
  'الثالثة والعشرون',
];

const SAY_TIME: Readonly<Partial<Record<TicketLanguage, SayTime>>> = {
  ca: (hour, minute) => `${CATALAN_HOURS[hour] ?? hour}${minute === 0 ? '' : ` i ${minute}`}`,
  es: (hour, minute) => `${SPANISH_HOURS[hour] ?? hour}${minute === 0 ? '' : ` y ${minute}`}`,
  en: (hour, minute) => `${hour} ${minute === 0 ? 'o’clock' : minute < 10 ? `oh ${minute}` : minute}`,
  fr: (hour, minute) => `${FRENCH_HOURS[hour] ?? `${hour} heures`}${minute === 0 ? '' : ` ${minute}`}`,
  ar: (hour, minute) => `${ARABIC_HOURS[hour] ?? hour}${minute === 0 ? '' : ` و ${arabicMinutes(minute)}`}`,
  ur: (hour, minute) => (minute === 0 ? `${hour} بجے` : `${hour} بج کر ${minute} منٹ`),
  ro: (hour, minute) => `${ROMANIAN_HOURS[hour] ?? hour}${minute === 0 ? '' : ` și ${minute}`}`,
  // Ukrainian keeps digits, as announcements at stations do, because the hour's word would have to agree with the words before it.
  uk: (hour, minute) => `${hour} ${minute === 0 ? '0 0' : minute < 10 ? `0 ${minute}` : minute}`,
  'zh-Hans': (hour, minute) =>
    `${hour === 2 ? '两' : hour}点${minute === 0 ? '' : `${minute < 10 ? '零' : ''}${minute}分`}`,
};
const asDigits: SayTime = (hour, minute) => `${hour} ${minute === 0 ? '' : minute}`;

function arabicMinutes(minute: number): string {
  if (minute === 1) return 'دقيقة';
  if (minute === 2) return 'دقيقتان';
  return `${minute} ${minute <= 10 ? 'دقائق' : 'دقيقة'}`;
}

/**
 * Corrections of the words around a spoken time: the article before one o'clock (Catalan, Spanish), and a word that the spoken hour already
 * contains (Urdu).
 */
const AROUND: Readonly<Partial<Record<TicketLanguage, readonly [RegExp, string]>>> = {
  ca: [/(?<!\p{L})([Ll])es (?=una(?!\p{L}))/gu, '$1a '],
  es: [/(?<!\p{L})([Ll])as (?=una(?!\p{L}))/gu, '$1a '],
  ur: [/(بجے|منٹ) بجے/g, '$1'],
};

export function timesForEar(language: TicketLanguage, text: string): string {
  const mark = languageRow(language).hourMark.replaceAll('\u00a0', ' ').replace('.', '\\.');
  const time = new RegExp(`(?<![\\d.:])([01]?\\d|2[0-3])${mark}([0-5]\\d)(?!\\d)`, 'g');
  const sayTime = SAY_TIME[language] ?? asDigits;
  const said = text.replace(time, (_, hour: string, minute: string) => sayTime(Number(hour), Number(minute)));
  const around = AROUND[language];
  return around === undefined ? said : said.replace(...around);
}
