import type { EventKind } from '../../../src-main/session/contract/event-catalogue.ts';
import type { TechnicianPage, TechnicianWarning } from '../../../src-main/technician/contract/technician.ts';
import { Pictogram, type PictogramName } from '../../components/pictogram.tsx';
import { useAge, useMoments } from '../../moments.ts';
import { useTechnicianWords, useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps, ViewOf } from '../screen-props.ts';
import { firstSentence } from '../session/fault.tsx';
import { Advice, TechnicianButton } from './controls.tsx';
import { DayQuestion } from './day-question.tsx';
import { PartRow, StatusPart } from './part-row.tsx';
import { BehindPin } from './technician-frame.tsx';
import { Diagnostics } from './technician-test.tsx';

type Status = ViewOf<'technician'>;

type TechnicianScreenProps = ScreenProps<'technician'> & {
  pages: readonly (readonly [TechnicianPage, PictogramName])[];
};

export function TechnicianScreen({ state, view, pages }: TechnicianScreenProps) {
  const { t } = useTechnicianWords();
  const session = useSession();
  const { state: standing, trouble } = view.centre;
  /** `broken`: the fault of the first printer while it cannot print; the button for a test print then opens the page of that fault. */
  const [first] = view.printers;
  const broken = first === undefined || first.level !== 'fault' || first.condition === 'ready' ? null : first.condition;
  const mayPair = standing !== 'paired' || trouble === 'kiosk-unknown';
  return (
    <BehindPin state={state} view={view} title={t('header.technician')} isNamed={view.isNamed}>
      {view.dayInDoubt !== null && <DayQuestion doubt={view.dayInDoubt} />}
      {(view.warning !== null || view.dayInDoubt === null) && <Warned warning={view.warning} />}
      <Diagnostics {...view.diagnostics} />
      <div class="technician-actions technician-wanted">
        {standing !== 'none' && mayPair && (
          <TechnicianButton
            kind="primary"
            pictogram="pair"
            text={t(standing === 'pairing' ? 'do.showCode' : 'do.pair')}
            onTouch={session.startPairing}
          />
        )}
        <TechnicianButton
          kind={standing !== 'none' && mayPair ? 'secondary' : 'primary'}
          pictogram="printer"
          text={t('do.printTest')}
          onTouch={() => (broken === null ? session.printTest() : session.showFault({ kind: broken }))}
        />
        <TechnicianButton pictogram="send" text={t('do.saveDiagnostics')} onTouch={session.saveDiagnostics} />
        {standing !== 'none' && view.today.deadLetters > 0 && (
          <TechnicianButton pictogram="send" text={t('do.requeue')} onTouch={session.requeueDeadLetters} />
        )}
        {standing !== 'none' && <TechnicianButton pictogram="network" text={t('do.try')} onTouch={session.tryCentre} />}
      </div>
      <Parts state={state} view={view} />
      <Today today={view.today} />
      <LastEvents state={state} view={view} />
      <div class="technician-actions technician-pages">
        {pages
          .filter(([page]) => view.setsUp || page !== 'technician-first-run')
          .map(([page, pictogram]) => (
            <TechnicianButton
              key={page}
              pictogram={pictogram}
              text={t(`header.${page}`)}
              onTouch={() => session.showPage({ page })}
            />
          ))}
      </div>
    </BehindPin>
  );
}

function Warned({ warning }: { warning: TechnicianWarning | null }) {
  const { t, sentenceOf } = useTechnicianWords();
  if (warning === null) return <Advice level="good" strong={t('allWell.title')} rest={t('allWell.rest')} />;
  return <Advice level="attention" strong={t(`warning.${warning.about}`)} rest={restOf(warning)} />;

  function restOf(one: TechnicianWarning): string {
    switch (one.about) {
      case 'scanner':
        return sentenceOf(`scanner-${one.kind}`);
      case 'display':
        return sentenceOf(`display-${one.kind}`);
      case 'profile':
        return `${sentenceOf(one.kind)} ${one.detail}`;
      case 'kiosk':
        return t(`warning.${one.kind}`);
      default:
        return sentenceOf(one.kind);
    }
  }
}

const joined = (...parts: readonly (string | null)[]): string => parts.filter((part) => part !== null).join(' · ');

function Parts({ state, view }: ScreenProps<'technician'>) {
  const { t } = useTechnicianWords();
  const { scanner, displays } = view;
  return (
    <ul class="parts" aria-label={t('parts')}>
      <PrinterParts state={state} view={view} />
      {scanner !== null && (
        <StatusPart
          level={scanner.level}
          name={t('scanner.name')}
          says={t(`scanner.${scanner.condition}`)}
          fault={`scanner-${scanner.condition}`}
        />
      )}
      {displays.map(({ place, level, condition }, at) => (
        <StatusPart
          key={`${place} ${at}`}
          level={level}
          name={t('display.name')}
          figure={place}
          says={t(`display.${condition}`)}
          fault={`display-${condition}`}
        />
      ))}
      <CentrePart state={state} view={view} />
      <NumbersPart state={state} view={view} />
      <ClockPart state={state} view={view} />
      <ProgramPart view={view} />
    </ul>
  );
}

function PrinterParts({ state, view: { printers } }: ScreenProps<'technician'>) {
  const { t } = useTechnicianWords();
  const { t: citizens } = useWords();
  const momentOf = useMoments(state);
  return (
    <>
      {printers.map(({ printer, level, condition, papers, since }) => (
        <StatusPart
          key={printer}
          level={level}
          name={t(printer === 'second' ? 'printer.second' : 'printer.main')}
          figure={condition === 'no-printer' ? '' : t('printer.papers', { count: papers })}
          says={joined(
            condition === 'ready' ? t('printer.ready') : citizens(`staff.${condition}`),
            since && t('printer.since', { moment: momentOf(since) }),
          )}
          fault={condition === 'ready' ? null : condition}
        />
      ))}
    </>
  );
}

function CentrePart({ state, view: { centre, today } }: ScreenProps<'technician'>) {
  const { t } = useTechnicianWords();
  const ageOf = useAge(state);
  const { state: standing, trouble, url, environment, level, lastContact } = centre;
  return (
    <StatusPart
      level={level}
      name={t('centre.name')}
      figure={standing === 'none' ? '' : ageOf(lastContact)}
      says={says()}
      fault={fault()}
    />
  );

  function says(): string {
    if (standing !== 'paired') return t(`centre.${standing}`);
    if (trouble !== null) return t('centre.trouble');
    const paired = t('centre.paired', { host: url === null ? '' : new URL(url).host });
    return environment === null ? paired : `${paired} · ${t(`centre.environment.${environment}`)}`;
  }

  function fault(): EventKind | null {
    if (trouble !== null) return trouble;
    if (standing === 'revoked') return 'kiosk-revoked';
    if (standing !== 'paired') return 'not-paired';
    return today.deadLetters > 0 ? 'dead-letters' : null;
  }
}

function NumbersPart({ state, view: { slot, numbers } }: ScreenProps<'technician'>) {
  const { t, date } = useTechnicianWords();
  return (
    <StatusPart
      level={numbers.level}
      name={t('numbers.name')}
      figure={t('numbers.day', { day: date(numbers.serviceDay, 'day') })}
      says={joined(t(`numbers.${numbers.level}`), numbers.owns && t('numbers.owns', numbers.owns))}
      fault={slot === null ? 'no-slot' : (state.storeNotice ?? 'store-failed')}
    />
  );
}

function ClockPart({ state, view: { clock } }: ScreenProps<'technician'>) {
  const { t, time, date } = useTechnicianWords();
  const { level, offsetMs } = clock;
  const today = date(state.localTime.slice(0, 10), 'long');
  return (
    <StatusPart
      level={level}
      name={t('clock.name')}
      figure={
        offsetMs === null
          ? t('clock.alone')
          : t(offsetMs < 0 ? 'clock.ahead' : 'clock.behind', { seconds: Math.abs(offsetMs) / 1_000 })
      }
      says={`${today}, ${time(state.localTime.slice(11))}`}
      fault="clock-off"
    />
  );
}

function ProgramPart({ view: { program, centre } }: { view: Status }) {
  const { t } = useTechnicianWords();
  return (
    <PartRow
      level="good"
      name={t('program.name')}
      figure={
        program.profileVersion === null ? t('program.local') : t('program.profile', { version: program.profileVersion })
      }
      says={joined(
        t('program.version', { version: program.version }),
        centre.keyPlace && t(`program.${centre.keyPlace}`),
        centre.appointmentsIn === 'memory' ? t('program.inMemory') : null,
      )}
    />
  );
}

function LastEvents({ state, view: { lastEvents } }: ScreenProps<'technician'>) {
  const { t, sentenceOf } = useTechnicianWords();
  const momentOf = useMoments(state);
  if (lastEvents.length === 0) return null;
  return (
    <section class="last-events" data-together>
      <h2>{t('lastEvents')}</h2>
      <ul>
        {lastEvents.map(({ no, at, level, kind }) => (
          <li key={no} data-level={level}>
            <Pictogram name={level} />
            <span>{momentOf(at)}</span>
            <strong>{firstSentence(sentenceOf(kind))}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Today({ today }: { today: Status['today'] }) {
  const { t } = useTechnicianWords();
  const figures = [
    { of: 'tickets', count: today.tickets },
    { of: 'waiting', count: today.waitingPapers },
    { of: 'unsent', count: today.unsent },
    { of: 'dead', count: today.deadLetters },
  ] as const;
  return (
    <section class="today-figures" data-together>
      <h2>{t('today.title')}</h2>
      <ul>
        {figures.map(({ of, count }) => (
          <li key={of}>
            <strong>{count}</strong>
            <span>{t(`today.${of}`, { count })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
