import { closureSentence } from '../../components/closure-words.ts';
import { languageName } from '../../language-name.ts';
import { useStaffWords, useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps, ViewOf } from '../screen-props.ts';
import { Advice, TechnicianButton } from '../technician/controls.tsx';
import { DayQuestion } from '../technician/day-question.tsx';
import { TouchRow } from '../technician/part-row.tsx';
import { BehindPin } from '../technician/technician-frame.tsx';
import { Said } from './staff-parts.tsx';

type Service = ViewOf<'staff'>['services'][number];

export function useWaitingFigure() {
  const { t } = useStaffWords();
  return ({ waiting, oldestMinutes }: Service): string =>
    oldestMinutes === null
      ? t('waiting.nobody')
      : `${t('waiting.count', { count: waiting })} · ${t('waiting.oldest', { minutes: oldestMinutes })}`;
}

export function StaffScreen({ state, view }: ScreenProps<'staff'>) {
  const { t, sentenceOf } = useStaffWords();
  const citizens = useWords();
  const figureOf = useWaitingFigure();
  const { showStaff, paperChanged, printWaiting, showFault } = useSession();
  const today = state.localTime.slice(0, 10);
  const { services, unprinted, said, printers, clashes } = view;
  return (
    <BehindPin state={state} view={view} title={t('header.staff')} isNamed={view.isNamed}>
      <Said said={said} undo={view.undo} />
      {view.dayInDoubt !== null && <DayQuestion doubt={view.dayInDoubt} />}
      {printers.map(({ printer, condition }) => (
        <PrinterAdvice key={printer} condition={condition} />
      ))}
      {clashes.length > 0 && (
        <Advice
          level="attention"
          strong={t('waiting.clashes', { labels: clashes.join(' ') })}
          rest={sentenceOf('number-clash')}
          onTouch={() => showFault({ kind: 'number-clash' })}
        />
      )}
      {view.alarms.map((alarm) => (
        <DeskAlarm key={alarm.alarmId} alarm={alarm} />
      ))}
      {view.help.map((call) => (
        <HelpCall key={call.helpId} call={call} />
      ))}
      <p>{t('waiting.note')}</p>
      <ul class="parts" aria-label={t('waiting.title')}>
        {services.map((service) => (
          <TouchRow
            key={service.serviceId}
            level={service.closed === null ? 'good' : 'attention'}
            name={service.name}
            figure={figureOf(service)}
            says={service.closed === null ? t('waiting.open') : closureSentence(citizens, service.closed, today)}
            onTouch={() => showStaff({ to: { page: 'staff-service', serviceId: service.serviceId } })}
          />
        ))}
      </ul>
      <div class="technician-actions">
        <TechnicianButton
          kind="primary"
          pictogram="search"
          text={t('do.number')}
          onTouch={() => showStaff({ to: { page: 'staff-number', typed: null } })}
        />
        <TechnicianButton
          pictogram="ticket"
          text={t('do.unprinted', { count: unprinted })}
          onTouch={() => showStaff({ to: { page: 'staff-unprinted' } })}
        />
        <TechnicianButton pictogram="list" text={t('do.list')} onTouch={printWaiting} />
        <TechnicianButton pictogram="printer" text={t('do.paper')} onTouch={paperChanged} />
      </div>
    </BehindPin>
  );
}

function DeskAlarm({ alarm: { alarmId, desk, at, isOver } }: { alarm: ViewOf<'staff'>['alarms'][number] }) {
  const { t, time } = useStaffWords();
  const { endAlarm } = useSession();
  return (
    <>
      <Advice
        level={isOver ? 'good' : 'attention'}
        strong={t(isOver ? 'desk.alarm.over' : 'desk.alarm.other', { place: desk, time: time(at.time) })}
        rest={isOver ? '' : t('desk.alarm.emergency')}
      />
      {!isOver && (
        <div class="technician-actions">
          <TechnicianButton
            kind="primary"
            pictogram="check"
            text={t('desk.alarm.end')}
            onTouch={() => endAlarm({ alarmId })}
          />
        </div>
      )}
    </>
  );
}

/** A call for help at a kiosk of the office; a touch answers that the clerk is coming. */
function HelpCall({ call }: { call: ViewOf<'staff'>['help'][number] }) {
  const { t, time, language } = useStaffWords();
  const { answerHelp } = useSession();
  const { helpId, slot, at, isLeft, isComing } = call;
  const rest = [
    languageName(call.language, language),
    time(at.time),
    ...(isLeft ? [t('desk.help.left')] : []),
    ...(isComing ? [t('desk.help.somebodyGoes')] : []),
  ];
  return (
    <>
      <Advice
        level={isComing ? 'good' : 'attention'}
        strong={slot === null ? t('desk.help.asks') : t('desk.help.asksAt', { slot })}
        rest={rest.join(' · ')}
      />
      {!isComing && (
        <div class="technician-actions">
          <TechnicianButton
            kind="primary"
            pictogram="hands"
            text={t('desk.help.do')}
            onTouch={() => answerHelp({ helpId })}
          />
        </div>
      )}
    </>
  );
}

function PrinterAdvice({ condition }: Pick<ViewOf<'staff'>['printers'][number], 'condition'>) {
  const { sentenceOf } = useStaffWords();
  const { showFault } = useSession();
  if (condition === 'ready') return null;
  return (
    <Advice level="attention" strong="" rest={sentenceOf(condition)} onTouch={() => showFault({ kind: condition })} />
  );
}
