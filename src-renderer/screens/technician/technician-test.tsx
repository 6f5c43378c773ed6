import { useMoments } from '../../moments.ts';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps, ViewOf } from '../screen-props.ts';
import { BackToStatus, TechnicianButton, TechnicianSaid } from './controls.tsx';
import { PartRow, TouchRow } from './part-row.tsx';
import { BehindPin } from './technician-frame.tsx';

type Row = ViewOf<'technician-test'>['rows'][number];

export function TechnicianTestScreen({ state, view }: ScreenProps<'technician-test'>) {
  const { t, sentenceOf } = useTechnicianWords();
  const { runSelfTest, saveDiagnostics, printTest } = useSession();
  const momentOf = useMoments(state);
  const { isRunning, tested, rows, diagnostics } = view;
  const nameOf = (part: Row['part']) => t(`selfTest.part.${part}`);
  const first = rows.find(({ level }) => level === 'fault') ?? rows.find(({ level }) => level === 'attention');
  const saysOf = ({ part, says }: Row): string => {
    switch (says) {
      case 'good':
        return t(`selfTest.good.${part}`);
      case 'no-scanner':
      case 'stands-alone':
      case 'no-other-clock':
      case 'start-unknown':
        return t(`selfTest.${says}`);
      default:
        return sentenceOf(says);
    }
  };
  return (
    <BehindPin state={state} view={view} title={t('header.technician-test')}>
      <TechnicianSaid level={isRunning || tested === null ? 'again' : (first?.level ?? 'good')} {...said()} />
      <Diagnostics {...diagnostics} />
      <ul class="parts" aria-label={t('header.technician-test')}>
        {rows.map((row) => (
          <TestRow
            key={row.part}
            row={row}
            name={nameOf(row.part)}
            figure={tested === null ? '' : momentOf(tested)}
            says={saysOf(row)}
          />
        ))}
      </ul>
      <div class="technician-actions">
        <TechnicianButton kind="primary" pictogram="again" text={t('do.test')} onTouch={runSelfTest} />
        <TechnicianButton pictogram="send" text={t('do.saveDiagnostics')} onTouch={saveDiagnostics} />
        <TechnicianButton pictogram="printer" text={t('do.printTest')} onTouch={printTest} />
        <BackToStatus />
      </div>
    </BehindPin>
  );

  function said(): { strong: string; rest?: string } {
    if (isRunning) return { strong: t('selfTest.running'), rest: t('selfTest.wait') };
    if (tested === null) return { strong: t('selfTest.never') };
    if (first === undefined) return { strong: t('selfTest.allWell') };
    return { strong: t('selfTest.first', { part: nameOf(first.part) }), rest: saysOf(first) };
  }
}

function TestRow({ row, ...words }: { row: Row; name: string; figure: string; says: string }) {
  const { showFault } = useSession();
  const { level, says } = row;
  switch (says) {
    case 'good':
    case 'no-scanner':
    case 'stands-alone':
    case 'no-other-clock':
    case 'start-unknown':
      return <PartRow level={level} {...words} />;
    default:
      return <TouchRow level={level} {...words} onTouch={() => showFault({ kind: says })} />;
  }
}

/** The state of the diagnostics that are saved to a stick. */
export function Diagnostics({ stage, file }: ViewOf<'technician-test'>['diagnostics']) {
  const { t } = useTechnicianWords();
  if (stage === 'none') return null;
  return (
    <TechnicianSaid
      level={stage === 'saved' || stage === 'saving' ? 'good' : 'attention'}
      strong={t(`selfTest.diagnostics.${stage}`)}
      rest={file ?? ''}
    />
  );
}
