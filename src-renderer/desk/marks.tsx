import type { DeskView } from '../../src-main/calling/contract/desk.ts';
import { languageName } from '../language-name.ts';
import { type DeskState, hourOf, inWords } from './state.ts';
import { wordsOf } from './words.ts';

type Ticket = DeskView['next'][number];

const USUAL_LANGUAGES: readonly string[] = ['ca', 'es'];

export function serviceOf({ serviceId }: Ticket, { language, view }: DeskState): string {
  const service = view?.waiting.find((one) => one.serviceId === serviceId);
  return service === undefined ? serviceId : inWords(service.name, language);
}

/** The marks of a ticket that a clerk must see besides its service; never the citizen's identity. */
export function marksOf(ticket: Ticket, { language }: DeskState): readonly string[] {
  const t = wordsOf(language);
  const { appointmentMs, preferential, comeAndFetch, isSilent, isOwn, handed } = ticket;
  const speaks = languageName(ticket.language, language);
  return [
    ...(appointmentMs === null ? [] : [t('desk.mark.appointment', { time: hourOf(appointmentMs, language) })]),
    ...(comeAndFetch ? [t('desk.mark.fetch')] : []),
    ...(isSilent ? [t('desk.mark.silent')] : []),
    ...(preferential ? [t('desk.mark.preferential')] : []),
    ...(USUAL_LANGUAGES.includes(ticket.language) ? [] : [t('desk.mark.speaks', { language: speaks })]),
    ...(isOwn ? [t('desk.mark.own')] : []),
    ...(handed === null ? [] : [t('desk.mark.handed')]),
    ...(handed?.note ? [t(`desk.note.${handed.note}`)] : []),
    ...(handed?.word ? [t('desk.mark.word', { word: handed.word })] : []),
  ];
}
