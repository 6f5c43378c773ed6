import type { DeskView } from '../../src-main/contract/hub/desk.ts';
import { languageName } from '../language-name.ts';
import { type DeskState, inWords } from './state.ts';
import { wordsOf } from './words.ts';

/** What whoever calls a number has to know of it; never who it is. */
export function Marks({ ticket, state }: { ticket: DeskView['next'][number]; state: DeskState }) {
  const { language, view } = state;
  const t = wordsOf(language);
  const { serviceId, appointmentMs, preferential, comeAndFetch, isSilent, isOwn, handed } = ticket;
  const service = view?.waiting.find((one) => one.serviceId === serviceId);
  const hour = (ms: number) => new Date(ms).toLocaleTimeString(language, { hour: 'numeric', minute: '2-digit' });
  const marks = [
    service === undefined ? serviceId : inWords(service.name, language),
    languageName(ticket.language, language),
    ...(appointmentMs === null ? [] : [t('desk.mark.appointment', { time: hour(appointmentMs) })]),
    ...(comeAndFetch ? [t('desk.mark.fetch')] : []),
    ...(isSilent ? [t('desk.mark.silent')] : []),
    ...(preferential ? [t('desk.mark.preferential')] : []),
    ...(isOwn ? [t('desk.mark.own')] : []),
    ...(handed === null ? [] : [t('desk.mark.handed')]),
    ...(handed?.note ? [t(`desk.note.${handed.note}`)] : []),
  ];
  return (
    <ul class="desk-marks">
      {marks.map((mark) => (
        <li key={mark}>{mark}</li>
      ))}
    </ul>
  );
}
