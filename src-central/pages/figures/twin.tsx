import './figures.css';
import { useEffect, useState } from 'preact/hooks';
import type { TwinReport, WireTwinAnswer } from '../../../src-main/contract/centre/twin.ts';
import { PageHead } from '../layout.tsx';
import { type PageProps, usePage } from '../page-context.ts';
import { Button, SelectField, SubmitButton, submits } from '../parts/fields.tsx';
import { saveCsv } from '../parts/save-file.ts';
import { Section, Trail } from '../parts/section.tsx';
import { useTitle } from '../parts/use-title.ts';
import { WaitingFor } from '../parts/waiting-for.tsx';
import { ArrivalBars } from './charts.tsx';
import { ProposalCard } from './proposal.tsx';
import { type TypedChange, twinCsv, typedChange } from './rules.ts';
import { FigureTable, Pictured, PictureOrTable } from './tables.tsx';
import { isBusy, useTwin, useTwinWords } from './use-twin.ts';
import { capital, NONE, useFigureWords } from './words.ts';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export function TwinPage({ params }: PageProps) {
  const { t } = usePage();
  const { isReady: hasFigures, between } = useFigureWords();
  const { isReady, say, number, day } = useTwinWords();
  const { officeId = '' } = params;
  const { body, fault } = useTwin(officeId, null);
  const report = body?.state === 'report' ? body.report : null;
  const title =
    !isReady || !hasFigures
      ? t('nav.figures')
      : report === null
        ? say('title')
        : report.worst === null
          ? say('page.titleCalm')
          : say('page.title', {
              day: capital(day(report.worst.date)),
              between: between(report.worst.hour),
              minutes: number(report.worst.wait.mean),
            });
  useTitle(report === null ? title : `${title}, ${report.name}`);
  const isKnown = isReady && hasFigures && body !== null;
  const isRefused = isReady && hasFigures && isBusy(fault);
  return (
    <>
      <PageHead
        lead={
          <Trail
            steps={[
              [t('nav.figures'), '/figures'],
              [report?.name ?? officeId, `/figures/${encodeURIComponent(officeId)}`],
            ]}
          />
        }
        title={title}
      />
      {isRefused ? <p role="status">{say('page.busy')}</p> : null}
      {!isKnown && !isRefused ? <WaitingFor fault={body === null ? fault : null} /> : null}
      {isKnown && !isRefused && body.state === 'working' ? <p role="status">{say('page.working')}</p> : null}
      {isKnown && body.state === 'lacks' ? <p role="status">{say(`page.lacks.${body.lack}`)}</p> : null}
      {isKnown && report !== null ? <Report report={report} officeId={officeId} /> : null}
    </>
  );
}

function Report({ report, officeId }: { report: TwinReport; officeId: string }) {
  const { say, named } = useTwinWords();
  const { words } = useFigureWords();
  const { proposal, measured, worst } = report;
  const [own, setOwn] = useState<readonly WireTwinAnswer[]>([]);
  const answers = [...report.answers, ...own];
  const proposed = answers.findIndex(({ change }) => JSON.stringify(change) === JSON.stringify(proposal?.change));
  // Row 0 is the office as it is, so the answers begin at row 1.
  const [chosen, choose] = useState(proposed + 1);
  const [isTable, setTable] = useState(false);
  const answer = chosen === 0 ? report.asItIs : (answers[chosen - 1] ?? report.asItIs);
  const add = (one: WireTwinAnswer): void => {
    setOwn([...own, one]);
    choose(answers.length + 1);
  };
  return (
    <>
      <div class="page-buttons figures-buttons">
        <PictureOrTable isTable={isTable} onChoose={setTable} />
        <Button onPress={() => saveCsv(`torn-${officeId}-${report.week.from}`, [twinCsv(report, answers)])}>
          {words('save')}
        </Button>
      </div>
      {worst === null ? null : <p class="lead figures-lead">{say('page.lead', { count: measured.days })}</p>}
      <div class="columns twin-columns">
        <div>
          <Questions report={report} answers={answers} chosen={chosen} onChoose={choose} />
          <div class="list-head">
            <h2 aria-live="polite">{named(answer.change, report)}</h2>
            {answer.change === null || isTable ? null : <span class="figure-key">{say('tick')}</span>}
          </div>
          <Pictured
            isTable={isTable}
            picture={<Bars answer={answer} base={answer.change === null ? null : report.asItIs} />}
          >
            <HourTable answer={answer} base={report.asItIs} />
          </Pictured>
          <Groups answer={answer} />
          <Totals answer={answer} />
        </div>
        <div>
          <ProposalCard report={report} />
          <OwnQuestion officeId={officeId} onAnswered={add} />
          <Beforehand report={report} />
          <Assumed report={report} />
        </div>
      </div>
    </>
  );
}

function Estimated({ estimate }: { estimate: WireTwinAnswer['groups'][number]['gain'] | undefined }) {
  const { minutes, range } = useTwinWords();
  return (
    <>
      {estimate == null ? NONE : minutes(estimate.mean)}
      <small>{estimate == null ? '' : range(estimate)}</small>
    </>
  );
}

/** The table of questions about the office. A touch on a question shows its details below the table. */
function Questions({
  report,
  answers,
  chosen,
  onChoose,
}: {
  report: TwinReport;
  answers: readonly WireTwinAnswer[];
  chosen: number;
  onChoose: (index: number) => void;
}) {
  const { say, named, hours } = useTwinWords();
  return (
    <FigureTable
      kind="figures-table twin-questions"
      title={say('page.questions')}
      columns={[
        [say('column.wait'), ({ all }) => <Estimated estimate={all?.wait} />],
        [say('column.gain'), ({ all }) => <Estimated estimate={all?.gain} />],
        [say('page.deskHours'), ({ deskHours }) => (deskHours === 0 ? NONE : hours(deskHours))],
      ]}
      rows={[report.asItIs, ...answers].map(({ change, groups, deskHours }, index) => ({
        key: index,
        current: chosen === index ? 'true' : undefined,
        deskHours,
        all: groups.find(({ group }) => group === 'all'),
        name: (
          <button type="button" aria-pressed={chosen === index} onClick={() => onChoose(index)}>
            {named(change, report)}
          </button>
        ),
      }))}
    />
  );
}

const hoursIn = (answer: WireTwinAnswer) => answer.hours.filter(({ people }) => people >= 0.05);

function Bars({ answer, base }: { answer: WireTwinAnswer; base: WireTwinAnswer | null }) {
  const { hour } = useFigureWords();
  const columns = hoursIn(answer).map((one) => {
    const usual = base?.hours.find((known) => known.hour === one.hour)?.wait;
    return {
      hour: one.hour,
      word: hour(one.hour),
      arrivals: Math.round(one.wait),
      usual: usual === undefined ? null : Math.round(usual),
    };
  });
  return <ArrivalBars columns={columns} />;
}

function HourTable({ answer, base }: { answer: WireTwinAnswer; base: WireTwinAnswer }) {
  const { say, minutes, number } = useTwinWords();
  const { words, hour } = useFigureWords();
  return (
    <FigureTable
      title={words('column.hours')}
      columns={[
        [say('column.people'), ({ people }) => number(people)],
        [say('column.wait'), ({ wait }) => minutes(wait)],
        [say('asItIs'), ({ usual }) => (usual === undefined ? NONE : minutes(usual))],
      ]}
      rows={hoursIn(answer).map((one) => ({
        ...one,
        key: one.hour,
        name: hour(one.hour),
        usual: base.hours.find((known) => known.hour === one.hour)?.wait,
      }))}
    />
  );
}

function Groups({ answer }: { answer: WireTwinAnswer }) {
  const { say, number } = useTwinWords();
  return (
    <FigureTable
      title={say('column.group')}
      columns={[
        [say('column.people'), ({ people }) => number(people)],
        [say('column.wait'), ({ wait }) => <Estimated estimate={wait} />],
        [say('column.gain'), ({ gain }) => <Estimated estimate={gain} />],
      ]}
      rows={answer.groups.map((one) => ({ ...one, key: one.group, name: say(`group.${one.group}`) }))}
    />
  );
}

function Totals({ answer }: { answer: WireTwinAnswer }) {
  const { say, minutes, number } = useTwinWords();
  const lines = [
    [minutes(answer.half), say('facts.half')],
    [minutes(answer.nineOfTen), say('facts.nine')],
    [`${Math.round(answer.used * 100)} %`, say('facts.used')],
    [minutes(answer.overMinutesADay), say('facts.over')],
    [number(answer.unservedADay), say('facts.unserved')],
    [number(answer.leftADay), say('facts.left')],
  ] as const;
  return (
    <ul class="facts">
      {lines.map(([figure, text]) => (
        <li key={text} class="fact">
          <strong>{figure}</strong> <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}

const HALF_HOURS = Array.from({ length: 27 }, (_, at) => {
  const minutes = 7 * 60 + at * 30;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
});
const KINDS = ['desk', 'breaks', 'appointments', 'freed', 'afar'] as const satisfies readonly TypedChange['kind'][];
const SHARES = ['10', '20', '30', '40', '50', '60', '70', '80', '90', '100'].map((share) => [share, share] as const);

function OwnQuestion({ officeId, onAnswered }: { officeId: string; onAnswered: (answer: WireTwinAnswer) => void }) {
  const { say } = useTwinWords();
  const [typed, setTyped] = useState<TypedChange>({ kind: 'desk', day: '', from: '10:00', to: '12:00', share: 30 });
  // `no` numbers the questions, so that the same question can be asked again after a fault or a lack of data.
  const [{ no, asked }, setAsked] = useState<{ no: number; asked: string | null }>({ no: 0, asked: null });
  const [isWrong, setWrong] = useState(false);
  const set = (changed: Partial<TypedChange>): void => setTyped({ ...typed, ...changed });
  const select = (key: keyof TypedChange, label: string, options: readonly (readonly [string, string])[]) => (
    <SelectField
      label={label}
      value={typed[key]}
      options={options}
      onChoose={(value) => set({ [key]: key === 'share' ? Number(value) : value })}
    />
  );
  const weekdays = WEEKDAYS.map((one) => [one, say(`weekday.${one}`)] as const);
  const times = HALF_HOURS.map((time) => [time, time.replace(/^0/, '').replace(':', '.')] as const);
  function ask(): void {
    const change = typedChange(typed);
    setWrong(change === null);
    setAsked({ no: no + 1, asked: change });
  }
  const { kind } = typed;
  return (
    <Section id="own-question" class="twin-own" title={say('page.own')}>
      <form class="fields" onSubmit={submits(ask)}>
        {select(
          'kind',
          say('page.what'),
          KINDS.map((one) => [one, say(`page.kind.${one}`)]),
        )}
        {kind === 'desk' ? select('day', say('page.day'), [['', say('page.everyDay')], ...weekdays]) : null}
        {kind === 'desk' || kind === 'breaks' ? select('from', say('page.from'), times) : null}
        {kind === 'desk' ? select('to', say('page.to'), times) : null}
        {kind === 'desk' || kind === 'breaks' ? null : select('share', say('page.share'), SHARES)}
        <SubmitButton>{say('page.ask')}</SubmitButton>
      </form>
      <p role="status">
        {isWrong ? say('page.wrong') : null}
        {asked === null ? null : (
          <Answered
            key={no}
            officeId={officeId}
            change={asked}
            onAnswered={(answer) => {
              setAsked({ no, asked: null });
              onAnswered(answer);
            }}
          />
        )}
      </p>
    </Section>
  );
}

function Answered({
  officeId,
  change,
  onAnswered,
}: {
  officeId: string;
  change: string;
  onAnswered: (answer: WireTwinAnswer) => void;
}) {
  const { t } = usePage();
  const { say } = useTwinWords();
  const { body, fault } = useTwin(officeId, change);
  useEffect(() => {
    if (body?.state === 'change') onAnswered(body.answer);
  }, [body]);
  if (isBusy(fault)) return <>{say('page.busy')}</>;
  if (body === null && fault !== null) return <>{t('data.none')}</>;
  return <>{body?.state === 'lacks' ? say(`page.lacks.${body.lack}`) : say('page.working')}</>;
}

function Beforehand({ report: { beforehand } }: { report: TwinReport }) {
  const { say, number, dayTitle } = useTwinWords();
  const { hour } = useFigureWords();
  if (beforehand === null) return null;
  const known = beforehand.lines.filter(({ came }) => came !== null);
  const isInside = ({ came, from, to }: (typeof known)[number]): boolean => came !== null && from <= came && came <= to;
  return (
    <Section class="facts" id="beforehand" title={say('foretold.title', { day: capital(dayTitle(beforehand.date)) })}>
      <p>{say('foretold.score', { done: known.filter(isInside).length, of: known.length })}</p>
      <FigureTable
        kind="facts-table foretold-table"
        title={say('column.what')}
        hasHeading
        columns={[
          [say('column.foretold'), ({ from, to }) => say('plainRange', { from: number(from), to: number(to) })],
          [
            say('column.came'),
            (line) => (
              <>
                <strong>{line.came === null ? NONE : number(line.came)}</strong>
                {line.came === null || isInside(line) ? null : <small>{say('foretold.outside')}</small>}
              </>
            ),
          ],
        ]}
        rows={beforehand.lines.map((line) => ({
          ...line,
          key: `${line.what} ${line.hour}`,
          name: [
            line.what.startsWith('people') ? say('foretold.people') : say('foretold.wait'),
            line.hour === null ? '' : `, ${hour(line.hour)}`,
          ],
        }))}
      />
    </Section>
  );
}

function Assumed({ report }: { report: TwinReport }) {
  const { say } = useTwinWords();
  const hasLines = report.answers.some(({ change }) => change?.kind === 'one-line');
  return (
    <Section class="facts" id="assumed" title={say('page.assumed')}>
      <ul class="twin-assumed">
        <li>{say('page.breaksAssumed')}</li>
        <li>{say('page.desksAssumed')}</li>
        {hasLines ? null : <li>{say('page.oneLineAlready')}</li>}
        <li>{say('page.sure')}</li>
      </ul>
    </Section>
  );
}
