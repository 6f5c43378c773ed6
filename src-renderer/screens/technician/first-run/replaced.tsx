import type { PictogramName } from '../../../components/pictogram.tsx';
import { useTechnicianWords } from '../../../speaking.ts';
import { useSession } from '../../../touching.ts';
import { TechnicianButton, TechnicianSaid } from '../controls.tsx';
import type { StepProps } from './step-props.ts';

type Stage = StepProps<'replaced'>['step']['stage'];

const LEVELS: Readonly<Record<Stage, PictogramName>> = {
  open: 'network',
  looking: 'again',
  'no-stick': 'attention',
  'other-file-system': 'attention',
  'not-there': 'attention',
  unreadable: 'attention',
  gone: 'attention',
  sending: 'send',
  'not-sent': 'attention',
  sent: 'good',
};

/**
 * The data that the replaced kiosk still has: the technician has it read from that kiosk's disk, or gives it up and is shown the
 * consequences.
 */
export function ReplacedStep({ step: { stage, slot, lastHeard, events, unread } }: StepProps<'replaced'>) {
  const { t, date, time } = useTechnicianWords();
  const { readPredecessor, endStep } = useSession();
  const heard =
    lastHeard === null
      ? t('firstRun.old.neverHeard', { slot })
      : t('firstRun.old.heard', { slot, date: date(lastHeard.date, 'long'), time: time(lastHeard.time) });
  return (
    <>
      <TechnicianSaid level={LEVELS[stage]} strong={t(`firstRun.old.stage.${stage}`)} rest={heard} />
      {(stage === 'sending' || stage === 'not-sent' || stage === 'sent') && (
        <p>{t('firstRun.old.found', { count: events })}</p>
      )}
      {unread > 0 && <p>{t('firstRun.old.unread', { count: unread })}</p>}
      {stage !== 'looking' && stage !== 'sending' && (
        <div class="technician-actions">
          {stage === 'sent' ? (
            <TechnicianButton
              kind="primary"
              pictogram="good"
              text={t('firstRun.do.continue')}
              onTouch={() => endStep({ step: 'replaced', end: 'done' })}
            />
          ) : (
            <TechnicianButton
              kind="primary"
              pictogram="again"
              text={t(stage === 'open' ? 'firstRun.do.readOld' : 'firstRun.do.readOldAgain')}
              onTouch={readPredecessor}
            />
          )}
        </div>
      )}
    </>
  );
}
